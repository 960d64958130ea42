// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ModelLib} from "../libraries/ModelLib.sol";
import {TickRoot} from "../libraries/TickRoot.sol";
import {PoolMemory} from "./PoolMemory.sol";
import {WordArrays} from "./WordArrays.sol";

/// @title Depth and price of a pool over windows of time, from its accumulators
/// Method:   over n seconds the mean tick is floor(rise of tick / n), the time-weighted harmonic mean liquidity
///           L = floor(n x 2^128 / rise of seconds per liquidity), the virtual reserve of quote L / root or L x root.
///           Fast figure: the median of the last three segments; slow one: the median of three windows of five
///           segments (lean: one of fifteen). The more cautious of the two counts: the lower depth, the higher price.
/// Domain:   sums of a pool at the times of `listTimes`, oldest first.
/// Special:  a root of the native pool at 2^128 or more is refused: its square leaves the word.
/// Accuracy: a window's figures are those of observation/marketSegments.ts for a segment, bit for bit.
/// Source:   docs/model.md, section "Observation"; Uniswap v3 Core (2021), sections 5 and 6.2.
library WindowFigures {
    /// Depth as the observation takes it, and of the slow windows alone; 1e6 = $1.
    struct Depth {
        uint256 depthUsd6;
        uint256 slowDepthUsd6;
    }

    /// Two times of a list, by their place in it.
    struct Window {
        uint256 from;
        uint256 to;
    }

    uint256 internal constant SEGMENT_SEC = 120;
    uint256 private constant USD6 = 1e6;
    // 1e18 units of the native coin x 1e6 of a dollar.
    uint256 private constant NATIVE_USD6 = 1e24;
    uint256 private constant MAX_DEPTH_USD6 = 1e19;
    uint256 private constant MAX_NATIVE_PRICE_USD6 = 1e11;

    // Ages before E in segments, oldest first, a byte each.
    uint256 private constant AGES = 0x0f_0a_05_03_02_01_00;
    uint256 private constant LEAN_AGES = 0x0f_03_02_01_00;
    uint256 private constant NATIVE_AGES = 0x0f_03_00;

    /// The times that are read of the pool, unix seconds, oldest first.
    function listTimes(uint256 endAt, bool isLean) internal pure returns (uint256[] memory) {
        return isLean ? toTimes(endAt, LEAN_AGES, 5) : toTimes(endAt, AGES, 7);
    }

    /// The times that are read of a native pool of its own.
    function listNativeTimes(uint256 endAt) internal pure returns (uint256[] memory) {
        return toTimes(endAt, NATIVE_AGES, 3);
    }

    /// Computes the depth into `depth`. Reverts with TickOutOfRange, OutOfDomain ("depthUsd6").
    function computeDepth(
        Depth memory depth,
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        bool isQuoteToken0,
        uint256 quoteUnit
    ) internal pure {
        unchecked {
            uint256 last = times.length - 1;
            uint256 fast = median(
                depthOf(sums, times, last - 3, last - 2, isQuoteToken0),
                depthOf(sums, times, last - 2, last - 1, isQuoteToken0),
                depthOf(sums, times, last - 1, last, isQuoteToken0)
            );
            uint256 slow =
                last == 4
                    ? depthOf(sums, times, 0, last, isQuoteToken0)
                    : median(
                        depthOf(sums, times, 0, 1, isQuoteToken0),
                        depthOf(sums, times, 1, 2, isQuoteToken0),
                        depthOf(sums, times, 2, last, isQuoteToken0)
                    );
            // Dollars rise with the reserve, so the median of the one is that of the other.
            depth.slowDepthUsd6 = toUsd6(slow, quoteUnit);
            depth.depthUsd6 = fast < slow ? toUsd6(fast, quoteUnit) : depth.slowDepthUsd6;
        }
    }

    /// The native coin's price from the market's own pool: medians as for the depth. Reverts with TickOutOfRange,
    /// OutOfDomain ("nativePriceUsd6").
    function computeOwnPrice(
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        bool isNativeToken0,
        uint256 quoteUnit
    ) internal pure returns (uint256 nativePriceUsd6) {
        unchecked {
            uint256 last = times.length - 1;
            // The price rises or falls with the tick, so the median tick has the median price.
            int256 fast = signedMedian(
                meanTick(sums, times, last - 3, last - 2),
                meanTick(sums, times, last - 2, last - 1),
                meanTick(sums, times, last - 1, last)
            );
            int256 slow =
                last == 4
                    ? meanTick(sums, times, 0, last)
                    : signedMedian(
                        meanTick(sums, times, 0, 1),
                        meanTick(sums, times, 1, 2),
                        meanTick(sums, times, 2, last)
                    );
            return higherPrice(fast, slow, isNativeToken0, quoteUnit);
        }
    }

    /// The native coin's price from a pool of its own, read at `listNativeTimes`: the higher of the means of 6 and of
    /// 30 minutes. Reverts with TickOutOfRange, OutOfDomain ("nativePriceUsd6").
    function computeNativePrice(
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        bool isNativeToken0,
        uint256 quoteUnit
    ) internal pure returns (uint256 nativePriceUsd6) {
        int256 fast = meanTick(sums, times, 1, 2);
        return higherPrice(fast, meanTick(sums, times, 0, 2), isNativeToken0, quoteUnit);
    }

    /// Mean tick between two of the times, rounded towards minus infinity.
    function meanTick(
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        uint256 from,
        uint256 to
    ) internal pure returns (int256) {
        unchecked {
            int256 rise = int56(WordArrays.get(sums.tick, to) - WordArrays.get(sums.tick, from));
            return floorDiv(rise, WordArrays.get(times, to) - WordArrays.get(times, from));
        }
    }

    /// The quotient rounded towards minus infinity; `denominator` above 0.
    function floorDiv(int256 numerator, uint256 denominator) internal pure returns (int256 quotient) {
        unchecked {
            int256 whole = int256(denominator);
            quotient = numerator / whole;
            if (quotient * whole > numerator) --quotient;
        }
    }

    /// An amount of quote in dollars, 1e6 = $1, rounded down. Reverts with OutOfDomain ("depthUsd6").
    function toUsd6(uint256 amount, uint256 quoteUnit) private pure returns (uint256 usd6) {
        usd6 = Math.mulDiv(amount, USD6, quoteUnit);
        ModelLib.requireInDomain("depthUsd6", usd6, 0, MAX_DEPTH_USD6);
    }

    /// Virtual reserve of quote over a window, in its smallest units.
    function depthOf(
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        uint256 from,
        uint256 to,
        bool isQuoteToken0
    ) private pure returns (uint256) {
        unchecked {
            uint256[] memory rising = sums.secondsPerLiquidityX128;
            uint256 rise = uint160(WordArrays.get(rising, to) - WordArrays.get(rising, from));
            // At most 2^128: a pool's liquidity has 128 bits.
            uint256 liquidity = ((WordArrays.get(times, to) - WordArrays.get(times, from)) << 128) / rise;
            uint256 rootX96 = TickRoot.sqrtPriceX96(meanTick(sums, times, from, to));
            return isQuoteToken0 ? (liquidity << 96) / rootX96 : Math.mulDiv(liquidity, rootX96, 1 << 96);
        }
    }

    function higherPrice(
        int256 tick,
        int256 otherTick,
        bool isNativeToken0,
        uint256 quoteUnit
    ) private pure returns (uint256 priceUsd6) {
        if (isNativeToken0 == (otherTick > tick)) tick = otherTick;
        uint256 rootX96 = TickRoot.sqrtPriceX96(tick);
        require(rootX96 < 1 << 128, TickRoot.TickOutOfRange(tick));
        uint256 priceX192 = rootX96 * rootX96;
        priceUsd6 =
            (
                isNativeToken0
                    ? Math.mulDiv(NATIVE_USD6, priceX192, 1 << 192)
                    : Math.mulDiv(NATIVE_USD6, 1 << 192, priceX192)
            ) / quoteUnit;
        ModelLib.requireInDomain("nativePriceUsd6", priceUsd6, 0, MAX_NATIVE_PRICE_USD6);
    }

    function toTimes(uint256 endAt, uint256 ages, uint256 count) private pure returns (uint256[] memory times) {
        unchecked {
            times = new uint256[](count);
            for (uint256 i = count; i > 0; ages >>= 8) {
                WordArrays.set(times, --i, endAt - (ages & 0xff) * SEGMENT_SEC);
            }
        }
    }

    function median(uint256 a, uint256 b, uint256 c) private pure returns (uint256) {
        (uint256 low, uint256 high) = a < b ? (a, b) : (b, a);
        return
            c < low
                ? low
                : c < high
                    ? c
                    : high;
    }

    function signedMedian(int256 a, int256 b, int256 c) private pure returns (int256) {
        (int256 low, int256 high) = a < b ? (a, b) : (b, a);
        return
            c < low
                ? low
                : c < high
                    ? c
                    : high;
    }
}
