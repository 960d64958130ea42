// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// The part of Uniswap v3's factory that the vault uses.
interface IUniswapV3Factory {
    /// The pool of two tokens, given in either order, at a fee in pips; zero if there is none.
    function getPool(address tokenA, address tokenB, uint24 feePips) external view returns (address pool);
}
