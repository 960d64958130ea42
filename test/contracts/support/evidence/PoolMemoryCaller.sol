// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PoolMemory} from "../../../../contracts/evidence/PoolMemory.sol";
import {WindowFigures} from "../../../../contracts/evidence/WindowFigures.sol";
import {IUniswapV3Pool} from "../../../../contracts/interfaces/IUniswapV3Pool.sol";

/// The libraries behind external calls, so that a revert can be told from an answer.
contract PoolMemoryCaller {
    function read(
        IUniswapV3Pool pool,
        uint256[] memory times,
        uint256 hints
    ) external view returns (PoolMemory.Sums memory) {
        return PoolMemory.read(pool, times, hints);
    }

    function computeDepth(
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        bool isQuoteToken0,
        uint256 quoteUnit
    ) external pure returns (WindowFigures.Depth memory depth) {
        WindowFigures.computeDepth(depth, sums, times, isQuoteToken0, quoteUnit);
    }

    function computeOwnPrice(
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        bool isNativeToken0,
        uint256 quoteUnit
    ) external pure returns (uint256) {
        return WindowFigures.computeOwnPrice(sums, times, isNativeToken0, quoteUnit);
    }

    function computeNativePrice(
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        bool isNativeToken0,
        uint256 quoteUnit
    ) external pure returns (uint256) {
        return WindowFigures.computeNativePrice(sums, times, isNativeToken0, quoteUnit);
    }
}
