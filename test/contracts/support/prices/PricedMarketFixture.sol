// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPriceFeed} from "../../../../contracts/interfaces/prices/IPriceFeed.sol";
import {Source} from "../../../../contracts/libraries/MarketTypes.sol";
import {PoolPrice} from "../../../../contracts/vault/PoolPrice.sol";
import {MockToken} from "../MockToken.sol";
import {RiskParametersFixture} from "../RiskParametersFixture.sol";
import {DataStreamsFixture} from "./DataStreamsFixture.sol";
import {MeanPool} from "./MeanPool.sol";

/// A market whose source names a feed of signed prices: 1 % may lie between it and the mean price, of about $3,000.
abstract contract PricedMarketFixture is RiskParametersFixture, DataStreamsFixture {
    int24 internal constant TICK = 196_256; // of dollars with 6 decimals as token0: $3,000.08
    uint32 internal constant WINDOW_SEC = 1_800;
    uint32 internal constant DEVIATION_PIPS = 10_000; // 1 %

    MeanPool internal pool;
    IPriceFeed internal feed;

    function setUp() public virtual override {
        super.setUp();
        _setUpVerifier();
        pool = new MeanPool(address(new MockToken("USDC", 6)), address(new MockToken("WETH", 18)));
        pool.setTick(TICK);
        feed = _newFeed(WINDOW_SEC, true);
        setSource(_source());
    }

    function _source() internal view returns (Source memory source) {
        (source.pool, source.nativePool, source.priceFeed) = (address(pool), address(pool), address(feed));
        (source.isQuoteToken0, source.quoteDecimals, source.nativeQuoteDecimals) = (true, 6, 6);
        source.maxPriceDeviationPips = DEVIATION_PIPS;
    }

    function setSource(Source memory source) internal {
        vm.prank(GOVERNOR);
        risk.setSource(MARKET, source);
    }

    /// The pool's mean price, dollars for one of the asset, 1e18 = $1.
    function _meanWad() internal pure returns (uint256) {
        return PoolPrice.quoteValueDown(1e36, PoolPrice.sqrtPriceX96AtTick(TICK), false) / 1e6;
    }

    function _update(uint256 priceWad) internal {
        feed.update(_sign(priceWad, nowAt));
    }
}
