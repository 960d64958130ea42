// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {TickRoot} from "../libraries/TickRoot.sol";

/// Prices of a Uniswap v3 pool as square roots in Q96, and amounts valued at them.
///
/// Method: a tick's price is 1.0001^tick by definition, so its root is 1.0001^(tick / 2): the constants are 2^128 x
/// 1.0001^(-2^i / 2), rounded to the nearest, and those that the tick's binary digits name are multiplied.
/// Domain: ticks -887,272 ... 887,272, the pool's own.
/// Special cases: tick 0 is exactly 2^96.
/// Accuracy: relative error below 2^-62 over the domain and 2^-87 within 200,000 ticks of zero, next to the last
/// rounding to an integer (test: PoolPrice.t.sol, `aTicksRootAgreesWithThePoolsOwn` and `rootsMultiplyAsPowersDo`).
/// Source: Uniswap v3 Core (2021), sections 6.1 (ticks) and 5.2 (geometric mean price).
library PoolPrice {
    uint256 private constant ONE_PIPS = 1e6;
    /// The deviation is not measured beyond this: a price four times the other is 300 % away.
    uint256 internal constant MAX_DEVIATION_PIPS = 3e6;

    /// Square root of 1.0001^tick, times 2^96, rounded down.
    /// Reverts with TickRoot.TickOutOfRange outside the pool's range.
    function sqrtPriceX96AtTick(int256 tick) internal pure returns (uint160) {
        unchecked {
            uint256 rootX128 = TickRoot.inverseX128(tick);
            // At the ends of the domain rootX128 is just above 2^64, so its inverse is just below 2^160.
            return uint160(tick <= 0 ? rootX128 >> 32 : (1 << 224) / rootX128);
        }
    }

    /// Root of the price at which so much of the risky token is worth so much quote, times 2^96, rounded down: below
    /// 2^128. Panics for prices (of token0 in token1, smallest units) of 2^64 and more.
    function sqrtPriceX96Of(
        uint256 quoteAmount,
        uint256 riskyAmount,
        bool riskyIsToken0
    ) internal pure returns (uint160) {
        (uint256 up, uint256 down) = riskyIsToken0 ? (quoteAmount, riskyAmount) : (riskyAmount, quoteAmount);
        return uint160(Math.sqrt(Math.mulDiv(up, 1 << 192, down)));
    }

    /// Spot price and time-weighted (geometric) mean price over the last `windowSec` seconds, both as roots in Q96.
    /// The mean tick is rounded down, so the mean price lies at most 100 pips below the exact one.
    /// A price that stands within the current block only has no weight in the mean.
    /// @return known False if the pool cannot answer for the whole window; the mean is then 0.
    function read(
        IUniswapV3Pool pool,
        uint32 windowSec
    ) internal view returns (bool known, uint160 spotX96, uint160 meanX96) {
        (spotX96, , , , , , ) = pool.slot0();
        int256 tick;
        (known, tick) = meanTick(pool, windowSec);
        if (known) meanX96 = sqrtPriceX96AtTick(tick);
    }

    /// The mean price of `read` as a tick, rounded down.
    function meanTick(IUniswapV3Pool pool, uint32 windowSec) internal view returns (bool known, int256 tick) {
        uint32[] memory secondsAgo = new uint32[](2);
        secondsAgo[0] = windowSec;
        try pool.observe(secondsAgo) returns (int56[] memory tickCumulatives, uint160[] memory) {
            int256 change = int256(tickCumulatives[1]) - tickCumulatives[0];
            int256 window = int256(uint256(windowSec));
            tick = change / window;
            if (change < 0 && change % window != 0) --tick;
            return (true, tick);
        } catch {
            return (false, 0);
        }
    }

    /// How far two prices, given as roots, are apart, relative to the lower one, in pips, rounded up, at most
    /// MAX_DEVIATION_PIPS. The order of the two does not matter.
    function deviationPips(uint160 firstX96, uint160 secondX96) internal pure returns (uint256) {
        uint256 higher = Math.max(firstX96, secondX96);
        uint256 lower = Math.min(firstX96, secondX96);
        if (higher >= 2 * lower) return MAX_DEVIATION_PIPS;
        // In [2^64, 2^65]: its square times 1e6 stays below 2^150.
        uint256 ratioX64 = Math.mulDiv(higher, 1 << 64, lower, Math.Rounding.Ceil);
        return Math.min(Math.ceilDiv(ratioX64 * ratioX64 * ONE_PIPS, 1 << 128) - ONE_PIPS, MAX_DEVIATION_PIPS);
    }

    /// Value of an amount of the risky token in quote, rounded down: by less than 1 + r, r the root of what one
    /// smallest unit of the risky token is worth in smallest units of quote.
    function quoteValueDown(uint256 amount, uint160 sqrtPriceX96, bool riskyIsToken0) internal pure returns (uint256) {
        return _quoteValue(amount, sqrtPriceX96, riskyIsToken0, Math.Rounding.Floor);
    }

    /// The same, rounded up.
    function quoteValueUp(uint256 amount, uint160 sqrtPriceX96, bool riskyIsToken0) internal pure returns (uint256) {
        return _quoteValue(amount, sqrtPriceX96, riskyIsToken0, Math.Rounding.Ceil);
    }

    /// Where a swap has to stop so that it costs at most `capPips` in a constant-product pool: there, a trade from
    /// root a to root b executes at the price a * b, so the cap bounds b / a. Rounded towards the spot price.
    /// @param zeroForOne True if token0 is sold, which lowers the price.
    /// @param capPips Below 1e6.
    function sqrtPriceLimitX96(uint160 spotX96, bool zeroForOne, uint256 capPips) internal pure returns (uint160) {
        if (zeroForOne) return uint160(Math.mulDiv(spotX96, ONE_PIPS - capPips, ONE_PIPS, Math.Rounding.Ceil));
        // A limit above the type is above every price; the pool itself refuses a limit that it cannot reach.
        return uint160(Math.min(Math.mulDiv(spotX96, ONE_PIPS, ONE_PIPS - capPips), type(uint160).max));
    }

    function _quoteValue(
        uint256 amount,
        uint160 sqrtPriceX96,
        bool riskyIsToken0,
        Math.Rounding rounding
    ) private pure returns (uint256) {
        (uint256 up, uint256 down) = riskyIsToken0
            ? (uint256(sqrtPriceX96), uint256(1 << 96))
            : (uint256(1 << 96), uint256(sqrtPriceX96));
        return Math.mulDiv(Math.mulDiv(amount, up, down, rounding), up, down, rounding);
    }
}
