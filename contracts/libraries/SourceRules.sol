// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {IPriceFeed} from "../interfaces/prices/IPriceFeed.sol";
import {Source} from "./MarketTypes.sol";
import {ModelLib} from "./ModelLib.sol";

/// What a market's source must hold. The index asks no token, so it takes decimals as voted: a wrong one would make
/// every figure wrong by a power of ten.
library SourceRules {
    /// There is no contract at a pool's address.
    error PoolWithoutCode(address pool);
    /// There is no contract at the gas price oracle's address.
    error OracleWithoutCode(address oracle);
    /// A pool, a token or a price feed did not answer with a number of the kind that it was asked for.
    error NoAnswer(address account);

    uint8 private constant NATIVE_DECIMALS = 18;
    uint256 private constant MAX_SEGMENT_OFFSET_SEC = 119; // a segment has 120 seconds
    uint256 private constant MAX_VARIANCE_WAD = 9e18; // 9, as the model's domain
    uint256 private constant MAX_DEPTH_USD6 = 1e19; // $10 trillion, as the model's domain
    uint256 private constant MAX_PRICE_DEVIATION_PIPS = 500_000; // 50 %

    /// Checks the domain of each field, and compares the source with what its pools' tokens say; without pools there
    /// are none to ask.
    /// Reverts with OutOfDomain (segmentOffsetSec, startVarianceWad, startDepthRefUsd6), OracleWithoutCode,
    /// OutOfDomain (maxPriceDeviationPips), NoAnswer (the feed), PoolWithoutCode, NoAnswer, OutOfDomain (decimals;
    /// "nativeDecimals" if the native token has not 18).
    function validateSource(Source memory source) internal view {
        ModelLib.requireInDomain("segmentOffsetSec", source.segmentOffsetSec, 0, MAX_SEGMENT_OFFSET_SEC);
        ModelLib.requireInDomain("startVarianceWad", source.startVarianceWad, 0, MAX_VARIANCE_WAD);
        ModelLib.requireInDomain("startDepthRefUsd6", source.startDepthRefUsd6, 0, MAX_DEPTH_USD6);
        address oracle = source.gasPriceOracle;
        require(oracle == address(0) || oracle.code.length != 0, OracleWithoutCode(oracle));
        address feed = source.priceFeed;
        uint256 min = feed == address(0) ? 0 : 1;
        uint256 deviation = source.maxPriceDeviationPips;
        ModelLib.requireInDomain("maxPriceDeviationPips", deviation, min, min * MAX_PRICE_DEVIATION_PIPS);
        if (min != 0) ask(feed, IPriceFeed.latest.selector);
        if (source.pool == address(0) && source.nativePool == address(0)) return;
        requireDecimals("quoteDecimals", source.pool, source.isQuoteToken0, source.quoteDecimals);
        requireDecimals("nativeDecimals", source.nativePool, source.isNativeToken0, NATIVE_DECIMALS);
        requireDecimals("nativeQuoteDecimals", source.nativePool, !source.isNativeToken0, source.nativeQuoteDecimals);
    }

    function requireDecimals(bytes32 field, address pool, bool isToken0, uint256 decimals) private view {
        if (pool.code.length == 0) revert PoolWithoutCode(pool);
        bytes4 selector = isToken0 ? IUniswapV3Pool.token0.selector : IUniswapV3Pool.token1.selector;
        address token = address(uint160(ask(pool, selector)));
        uint256 actual = ask(token, IERC20Metadata.decimals.selector);
        ModelLib.requireInDomain(field, decimals, actual, actual);
    }

    /// The one word that a getter returns. Solidity's own calls would take a kilobyte here: a getter reverts, answers
    /// with less than a word, or is compared anyway.
    function ask(address account, bytes4 selector) private view returns (uint256 answer) {
        bool success;
        assembly ("memory-safe") {
            mstore(0, selector)
            success := staticcall(gas(), account, 0, 0x04, 0, 0x20)
            success := and(success, gt(returndatasize(), 0x1f))
            answer := mload(0)
        }
        if (!success) revert NoAnswer(account);
    }
}
