// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {Source} from "./MarketTypes.sol";
import {ModelLib} from "./ModelLib.sol";

/// What a market's source must hold. The index makes no calls, so it takes decimals as voted: a wrong one would make
/// every figure wrong by a power of ten.
library SourceRules {
    /// There is no contract at a pool's address.
    error PoolWithoutCode(address pool);
    /// There is no contract at the gas price oracle's address.
    error OracleWithoutCode(address oracle);

    uint8 private constant NATIVE_DECIMALS = 18;
    uint256 private constant MAX_SEGMENT_OFFSET_SEC = 119; // a segment has 120 seconds
    uint256 private constant MAX_VARIANCE_WAD = 9e18; // 9, as the model's domain
    uint256 private constant MAX_DEPTH_USD6 = 1e19; // $10 trillion, as the model's domain

    /// Checks the domain of each field, and compares the source with what its pools' tokens say; without pools there are
    /// none to ask.
    /// Reverts with OutOfDomain (segmentOffsetSec, startVarianceWad, startDepthRefUsd6), OracleWithoutCode,
    /// PoolWithoutCode, OutOfDomain (decimals; "nativeDecimals" if the native token has not 18).
    function validateSource(Source memory source) internal view {
        requireAtMost("segmentOffsetSec", source.segmentOffsetSec, MAX_SEGMENT_OFFSET_SEC);
        requireAtMost("startVarianceWad", source.startVarianceWad, MAX_VARIANCE_WAD);
        requireAtMost("startDepthRefUsd6", source.startDepthRefUsd6, MAX_DEPTH_USD6);
        address oracle = source.gasPriceOracle;
        require(oracle == address(0) || oracle.code.length != 0, OracleWithoutCode(oracle));
        if (source.pool == address(0) && source.nativePool == address(0)) return;
        requireDecimals("quoteDecimals", source.pool, source.isQuoteToken0, source.quoteDecimals);
        requireDecimals("nativeDecimals", source.nativePool, source.isNativeToken0, NATIVE_DECIMALS);
        requireDecimals("nativeQuoteDecimals", source.nativePool, !source.isNativeToken0, source.nativeQuoteDecimals);
    }

    function requireDecimals(bytes32 field, address pool, bool isToken0, uint8 decimals) private view {
        require(pool.code.length != 0, PoolWithoutCode(pool));
        address token = isToken0 ? IUniswapV3Pool(pool).token0() : IUniswapV3Pool(pool).token1();
        uint8 actual = IERC20Metadata(token).decimals();
        require(decimals == actual, ModelLib.OutOfDomain(field, decimals, actual, actual));
    }

    function requireAtMost(bytes32 field, uint256 value, uint256 max) private pure {
        require(value <= max, ModelLib.OutOfDomain(field, value, 0, max));
    }
}
