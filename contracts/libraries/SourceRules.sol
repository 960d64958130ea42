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

    uint8 private constant NATIVE_DECIMALS = 18;

    /// Compares the source with what its pools' tokens say; a source without pools passes.
    /// Reverts with PoolWithoutCode, OutOfDomain (decimals; "nativeDecimals" if the native token has not 18).
    function validateSource(Source calldata source) internal view {
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
}
