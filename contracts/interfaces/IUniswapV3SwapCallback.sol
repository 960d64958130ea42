// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What a Uniswap v3 pool calls on whoever swaps with it.
interface IUniswapV3SwapCallback {
    /// Asks for the payment of a swap. A positive amount is owed to the pool before this call ends.
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external;
}
