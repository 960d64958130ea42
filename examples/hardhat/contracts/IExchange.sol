// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Where the vault buys. A real one swaps on a pool.
interface IExchange {
    /// Takes dollars (6 decimals) from the caller and gives at least `leastOut` for them, or reverts.
    function buy(uint256 dollars, uint256 leastOut) external returns (uint256 amountOut);
}
