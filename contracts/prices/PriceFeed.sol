// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {IPriceFeed, PriceFeedSettings} from "../interfaces/prices/IPriceFeed.sol";
import {IPriceVerifier, SignedPrice} from "../interfaces/prices/IPriceVerifier.sol";
import {PoolPrice} from "../vault/PoolPrice.sol";

/// @title The latest signed price of one asset, and what a mean price is compared with
/// @notice What each function does and refuses: IPriceFeed.
contract PriceFeed is IPriceFeed {
    error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max);
    /// Only the verifier sends value: what is left of a fee.
    error NotTheVerifier(address sender);

    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant WAD = 1e18;
    uint256 private constant USD6_TO_WAD = 1e12;
    uint256 private constant MAX_AGE_SEC = 86_400; // a day
    uint256 private constant MAX_WINDOW_SEC = 86_400; // a day, as a vault's

    IPriceVerifier private immutable _verifier;
    bytes32 private immutable _feedId;
    uint32 private immutable _maxAgeSec;
    uint32 private immutable _windowSec;
    bool private immutable _isRequired;

    /// One slot. `_observedAt` 0: there is none yet.
    uint216 private _priceWad;
    uint40 private _observedAt;

    /// Reverts with OutOfDomain (maxAgeSec: 1 ... 86,400; windowSec: 1 ... 86,400).
    constructor(PriceFeedSettings memory settings_) {
        _requireWithin("maxAgeSec", settings_.maxAgeSec, MAX_AGE_SEC);
        _requireWithin("windowSec", settings_.windowSec, MAX_WINDOW_SEC);
        (_verifier, _feedId, _isRequired) = (settings_.verifier, settings_.feedId, settings_.isRequired);
        (_maxAgeSec, _windowSec) = (settings_.maxAgeSec, settings_.windowSec);
    }

    receive() external payable {
        require(msg.sender == address(_verifier), NotTheVerifier(msg.sender));
    }

    /// @inheritdoc IPriceFeed
    function update(bytes calldata signedReport) external payable returns (uint256 priceWad, uint40 observedAt) {
        (priceWad, observedAt) = _verify(signedReport);
        _requireTime(observedAt);
        require(observedAt > _observedAt, PriceNotNewer(observedAt, _observedAt));
        _keep(priceWad, observedAt);
    }

    /// @inheritdoc IPriceFeed
    function updateIfNewer(bytes calldata signedReport) external payable returns (uint256 priceWad, uint40 observedAt) {
        (priceWad, observedAt) = _verify(signedReport);
        if (observedAt <= _observedAt) return (_priceWad, _observedAt);
        _requireTime(observedAt);
        _keep(priceWad, observedAt);
    }

    /// @inheritdoc IPriceFeed
    function latest() external view returns (uint256 priceWad, uint40 observedAt, bool isFresh) {
        (priceWad, observedAt) = (_priceWad, _observedAt);
        isFresh = block.timestamp - observedAt <= _maxAgeSec;
    }

    /// @inheritdoc IPriceFeed
    function requireAgreement(
        address pool,
        bool isQuoteToken0,
        uint256 nativePriceUsd6,
        uint32 maxDeviationPips
    ) external view {
        (uint256 signedWad, uint256 observedAt) = (_priceWad, _observedAt);
        uint256 ageSec = block.timestamp - observedAt;
        if (ageSec > _maxAgeSec) {
            require(!_isRequired, PriceSilent(ageSec, _maxAgeSec));
            return;
        }
        _requireNear(_readMeanWad(IUniswapV3Pool(pool), isQuoteToken0), signedWad, maxDeviationPips);
        if (nativePriceUsd6 != 0) _requireNear(nativePriceUsd6 * USD6_TO_WAD, signedWad, maxDeviationPips);
    }

    /// @inheritdoc IPriceFeed
    function settings() external view returns (PriceFeedSettings memory) {
        return
            PriceFeedSettings({
                verifier: _verifier,
                feedId: _feedId,
                maxAgeSec: _maxAgeSec,
                windowSec: _windowSec,
                isRequired: _isRequired
            });
    }

    /// What the report says, if it is of this feed. Sends back what is left of the value.
    function _verify(bytes calldata signedReport) private returns (uint256 priceWad, uint40 observedAt) {
        uint256 ownWei = address(this).balance - msg.value;
        SignedPrice memory price = _verifier.verify{value: msg.value}(signedReport);
        require(price.feedId == _feedId, OtherFeed(price.feedId, _feedId));
        bool isInRange = price.priceWad > 0 && price.priceWad <= int256(uint256(type(uint216).max));
        require(isInRange, PriceOutOfRange(price.priceWad));
        uint256 restWei = address(this).balance - ownWei;
        if (restWei != 0) Address.sendValue(payable(msg.sender), restWei);
        return (uint256(price.priceWad), price.observedAt);
    }

    function _requireTime(uint256 observedAt) private view {
        require(observedAt <= block.timestamp, PriceInFuture(observedAt, block.timestamp));
        uint256 ageSec = block.timestamp - observedAt;
        require(ageSec <= _maxAgeSec, PriceTooOld(ageSec, _maxAgeSec));
    }

    function _keep(uint256 priceWad, uint40 observedAt) private {
        (_priceWad, _observedAt) = (uint216(priceWad), observedAt); // In range: `_verify`.
        emit PriceUpdated(priceWad, observedAt);
    }

    /// Dollars for one of the asset, rounded down; 0 if the pool does not know its mean price.
    function _readMeanWad(IUniswapV3Pool pool, bool isQuoteToken0) private view returns (uint256) {
        (bool isKnown, int256 tick) = PoolPrice.meanTick(pool, _windowSec);
        if (!isKnown) return 0;
        (address quote, address asset) = (pool.token1(), pool.token0());
        if (isQuoteToken0) (quote, asset) = (asset, quote);
        uint256 assetWad = 10 ** IERC20Metadata(asset).decimals() * WAD;
        uint160 rootX96 = PoolPrice.sqrtPriceX96AtTick(tick);
        uint256 quoteUnit = 10 ** IERC20Metadata(quote).decimals();
        uint256 meanWad = PoolPrice.quoteValueDown(assetWad, rootX96, !isQuoteToken0) / quoteUnit;
        return Math.min(meanWad, type(uint216).max); // as a signed one
    }

    /// How far they are apart counts relative to the lower one, as between the prices that vaults compare.
    function _requireNear(uint256 meanWad, uint256 signedWad, uint256 maxDeviationPips) private pure {
        (uint256 lower, uint256 higher) = (Math.min(meanWad, signedWad), Math.max(meanWad, signedWad));
        // Prices have 216 bits, an observation's even fewer.
        bool isNear = (higher - lower) * ONE_PIPS <= lower * maxDeviationPips;
        require(isNear, PriceDeviates(meanWad, signedWad, maxDeviationPips));
    }

    function _requireWithin(bytes32 field, uint256 value, uint256 max) private pure {
        require(value >= 1 && value <= max, OutOfDomain(field, value, 1, max));
    }
}
