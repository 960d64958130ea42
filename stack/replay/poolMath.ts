// Amounts and prices of one Uniswap v3 position over the whole range of prices.
//
// Method:   integers; rounding as named. Prices are square roots in Q96, as the pool holds them.
// Domain:   ticks -887,272 to 887,271; liquidity above 0 where a price moves.
// Source:   Uniswap v3 white paper, section 6.2.

import { computeSqrtPriceX96 } from '../../observation/tickMath.ts'

const Q96 = 1n << 96n

/** Distance of usable ticks by the pool's fee in pips. Source: UniswapV3Factory. */
export const tickSpacings: ReadonlyMap<number, number> = new Map([
  [500, 10],
  [3_000, 60],
  [10_000, 200],
])

const MAX_TICK = 887_272

/** The upper tick of the widest position of a pool with this fee; the lower one is its opposite. */
export function findFullRangeTick(feePips: number): number {
  const spacing = tickSpacings.get(feePips) ?? 1
  return MAX_TICK - (MAX_TICK % spacing)
}

/** The price half way through a tick: a swap that stops there leaves this tick, whichever way it came. */
export function computeMiddleX96(tick: bigint): bigint {
  return (computeSqrtPriceX96(tick) + computeSqrtPriceX96(tick + 1n)) / 2n
}

/**
 * Amounts for which Uniswap's position manager adds exactly `liquidity` at this price. It takes the lesser of
 * what either amount is good for: the finer one of the two is given exactly, of the other twice what is needed,
 * which is not taken.
 *
 * @param fullRangeTick - Of the position, `findFullRangeTick`.
 */
export function computeMintAmounts(sqrtPriceX96: bigint, liquidity: bigint, fullRangeTick: number) {
  const lowX96 = computeSqrtPriceX96(-BigInt(fullRangeTick))
  const highX96 = computeSqrtPriceX96(BigInt(fullRangeTick))
  const perUnit0X96 = ((highX96 - sqrtPriceX96) * Q96) / ((sqrtPriceX96 * highX96) / Q96)
  const amount0 = ceilDiv(liquidity * (highX96 - sqrtPriceX96), (sqrtPriceX96 * highX96) / Q96)
  const amount1 = ceilDiv(liquidity * (sqrtPriceX96 - lowX96), Q96)
  const isFiner1 = sqrtPriceX96 - lowX96 > perUnit0X96
  return isFiner1
    ? { amount0: 2n * amount0 + 1n, amount1 }
    : { amount0, amount1: 2n * amount1 + 1n }
}

/** The amount of a move between two prices, in units of token0, without the fee: the same in both directions. */
export function computeMoveValue(fromX96: bigint, toX96: bigint, liquidity: bigint): bigint {
  const distance = fromX96 < toX96 ? toX96 - fromX96 : fromX96 - toX96
  return (liquidity * Q96 * distance) / (fromX96 * toX96)
}

/** The price at which an upward move of that amount ends, in units of token0. */
export function computeMoveEnd(fromX96: bigint, value: bigint, liquidity: bigint): bigint {
  const scaled = liquidity * Q96
  return (scaled * fromX96) / (scaled - value * fromX96)
}

function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator
}
