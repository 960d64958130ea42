// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPortfolio} from "../../../contracts/interfaces/IPortfolio.sol";
import {ProvenSettings} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {Source} from "../../../contracts/libraries/MarketTypes.sol";
import {MockToken} from "./MockToken.sol";
import {RiskParametersFixture} from "./RiskParametersFixture.sol";
import {VaultArtifacts} from "./VaultArtifacts.sol";
import {IVaultTestFactory, IVaultTestPool, VaultPoolActor} from "./VaultPoolActor.sol";

/// A portfolio that tells what it was given.
contract ToldPortfolio is IPortfolio {
    uint64 private _navUsd6;
    uint32 private _curvaturePips;
    uint32 private _horizonSec;

    function tell(uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) external {
        (_navUsd6, _curvaturePips, _horizonSec) = (navUsd6, curvaturePips, horizonSec);
    }

    function portfolioFigures() external view returns (uint64, uint32, uint32) {
        return (_navUsd6, _curvaturePips, _horizonSec);
    }
}

/// A real RiskParameters whose market has a real Uniswap v3 pool of ether at $3,000, ten million dollars deep, and a
/// portfolio that tells of itself. An hour of trades lies behind; a block every 12 seconds, base fee 20 gwei.
abstract contract EvidenceWorld is RiskParametersFixture {
    uint24 internal constant POOL_FEE_PIPS = 500;
    int24 internal constant FULL_RANGE_TICK = 887_270;
    uint256 internal constant DEPTH_USD6 = 10_000_000e6;
    uint256 internal constant PRICE_USD = 3_000;
    uint256 internal constant BASE_FEE = 20e9;
    uint64 internal constant NAV_USD6 = 10_000_000e6;

    IVaultTestPool internal pool;
    VaultPoolActor internal actor;
    ToldPortfolio internal portfolio;
    Source internal source;

    function setUp() public virtual override {
        super.setUp();
        vm.fee(BASE_FEE);
        actor = VaultPoolActor(deploy("VaultPoolActor.sol:VaultPoolActor", ""));
        portfolio = ToldPortfolio(deploy("EvidenceWorld.sol:ToldPortfolio", ""));
        portfolio.tell(NAV_USD6, 250_000, 0);
        bool isQuoteToken0 = createPool();
        source = Source({
            pool: address(pool),
            nativePool: address(pool),
            portfolio: address(portfolio),
            gasPriceOracle: address(0),
            isQuoteToken0: isQuoteToken0,
            quoteDecimals: 6,
            isNativeToken0: !isQuoteToken0,
            nativeQuoteDecimals: 6,
            hasGasLimit: true,
            segmentOffsetSec: 11,
            startVarianceWad: 0.36e18,
            startDepthRefUsd6: uint64(DEPTH_USD6),
            priceFeed: address(0),
            maxPriceDeviationPips: 0
        });
        vm.prank(GOVERNOR);
        risk.setSource(MARKET, source);
        for (uint256 i = 0; i < 30; i++) trade(i % 2 == 0);
    }

    /// Seven times, three slow windows, the portfolio asked, a capped walk, and a base fee of 5 to 51 minutes ago.
    function buildSettings() internal view returns (ProvenSettings memory) {
        return
            ProvenSettings({
                riskParameters: address(risk),
                marketId: MARKET,
                source: source,
                isLean: false,
                valuesHoldings: false,
                varianceCap: 512,
                minFeeAgeBlocks: 25,
                maxFeeAgeBlocks: 256
            });
    }

    function setReporters(address[] memory reporters, uint32 threshold) internal {
        vm.prank(GOVERNOR);
        risk.setReporters(MARKET, sort(reporters), threshold);
    }

    /// $100,000 one way or the other, two minutes later.
    function trade(bool sellsToken0) internal {
        advance(120);
        bool sellsQuote = sellsToken0 == source.isQuoteToken0;
        actor.swap(pool, sellsToken0, sellsQuote ? 100_000e6 : uint256(100_000e18) / PRICE_USD, 0);
    }

    function sort(address[] memory accounts) internal pure returns (address[] memory) {
        for (uint256 i = 1; i < accounts.length; i++) {
            for (uint256 j = i; j > 0 && accounts[j] < accounts[j - 1]; j--) {
                (accounts[j], accounts[j - 1]) = (accounts[j - 1], accounts[j]);
            }
        }
        return accounts;
    }

    function createPool() private returns (bool isQuoteToken0) {
        MockToken dollar = MockToken(deploy("MockToken.sol:MockToken", abi.encode("USD", 6)));
        MockToken ether_ = MockToken(deploy("MockToken.sol:MockToken", abi.encode("WETH", 18)));
        dollar.mint(address(actor), type(uint128).max);
        ether_.mint(address(actor), type(uint128).max);
        IVaultTestFactory factory = IVaultTestFactory(VaultArtifacts.deployUniswapFactory());
        pool = IVaultTestPool(factory.createPool(address(dollar), address(ether_), POOL_FEE_PIPS));
        isQuoteToken0 = address(dollar) < address(ether_);
        (uint256 dollarUnits, uint256 etherUnits) = (PRICE_USD * 1e6, 1e18);
        uint256 rootX96 =
            isQuoteToken0
                ? Math.sqrt(Math.mulDiv(etherUnits, 1 << 192, dollarUnits))
                : Math.sqrt(Math.mulDiv(dollarUnits, 1 << 192, etherUnits));
        pool.initialize(uint160(rootX96));
        pool.increaseObservationCardinalityNext(200);
        uint256 liquidity =
            isQuoteToken0 ? Math.mulDiv(DEPTH_USD6, rootX96, 1 << 96) : Math.mulDiv(DEPTH_USD6, 1 << 96, rootX96);
        actor.mint(pool, -FULL_RANGE_TICK, FULL_RANGE_TICK, uint128(liquidity));
    }
}
