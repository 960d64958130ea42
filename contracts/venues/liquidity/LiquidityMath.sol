// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// A Uniswap v3 position between two prices, given as roots in Q96, lower < upper.
///
/// Method: with the price clipped to the range, amount0 = L (1 / sqrt S - 1 / sqrt b), amount1 = L (sqrt S - sqrt a).
/// Domain: roots in the pool's own range.
/// Accuracy: amounts are rounded down twice for token0 and once for token1, as the pool rounds what it pays: they are
/// its own (test: UniswapV3Liquidity.t.sol, `itTellsWhatThePoolPays`). Liquidity is rounded down.
/// Source: Uniswap v3 Core (2021), section 6.2.
library LiquidityMath {
    uint256 private constant Q96 = 1 << 96;

    /// Amounts in a position at a price, rounded down.
    function amounts(
        uint128 liquidity,
        uint160 priceX96,
        uint160 lowerX96,
        uint160 upperX96
    ) internal pure returns (uint256 amount0, uint256 amount1) {
        uint256 clipped = Math.max(lowerX96, Math.min(priceX96, upperX96));
        amount0 = Math.mulDiv(uint256(liquidity) << 96, upperX96 - clipped, upperX96) / clipped;
        amount1 = Math.mulDiv(liquidity, clipped - lowerX96, Q96);
    }

    /// The most liquidity that the amounts, each less one unit, suffice for, rounded down, at most the type's maximum.
    /// The one unit: the pool's roots of the ends and ours may differ in the last place, and it asks for no less.
    function liquidityFor(
        uint256 amount0,
        uint256 amount1,
        uint160 priceX96,
        uint160 lowerX96,
        uint160 upperX96
    ) internal pure returns (uint128) {
        uint256 clipped = Math.max(lowerX96, Math.min(priceX96, upperX96));
        uint256 most = type(uint128).max;
        if (clipped < upperX96) {
            // Two roots' product over 2^96 stays below 2^224. The pool rounds what it asks for up: this down.
            uint256 product = Math.mulDiv(clipped, upperX96, Q96);
            most = Math.min(most, Math.mulDiv(_lessOne(amount0), product, upperX96 - clipped));
        }
        if (clipped > lowerX96) {
            most = Math.min(most, Math.mulDiv(_lessOne(amount1), Q96, clipped - lowerX96));
        }
        return uint128(most);
    }

    function _lessOne(uint256 amount) private pure returns (uint256) {
        return Math.saturatingSub(Math.min(amount, type(uint128).max), 1);
    }
}
