// How much of either token stands between the spot price and a price some basis points away.
//
// Method:   a walk over the ticks at which liquidity changes, up or down from the spot price, summing
//           each range of constant liquidity: token0 L (1/a - 1/b), token1 L (b - a), a < b the square
//           roots of the prices at its ends. The target is floor(spot * factor), the factor's root
//           floor(sqrt(1 +- bps / 1e4) * 2^96); each range's amount is rounded down once.
// Domain:   a pool seen from its Initialize on: its tick map is complete.
// Special:  a range without liquidity holds nothing.
// Accuracy: below the real amount by less than one unit a range;
//           test/observation/depthLevels.test.ts compares with swaps of a real pool.
// Source:   Uniswap v3 white paper, sections 6.2 and 6.3.

import { floorRoot, maxOf, minOf } from './integerMath.ts'
import { computeSqrtPriceX96 } from './tickMath.ts'

/** Distances from the spot price, in basis points of the price. */
export const depthLevelsBps = [25n, 50n, 100n, 200n] as const

/** Amounts in the tokens' smallest units. */
export interface TokenAmounts {
  amount0: bigint
  amount1: bigint
}

/** Liquidity within `bps` of the spot price, token1 per token0, on either side of it. */
export interface DepthLevel {
  bps: bigint
  /** Up to the price that is higher by `bps`: sold by the pool in token0, bought with token1. */
  up: TokenAmounts
  /** Down to the price that is lower by `bps`: sold by the pool in token1, bought with token0. */
  down: TokenAmounts
}

/** The state of a pool, from which the walk starts. */
export interface PoolPosition {
  sqrtPriceX96: bigint
  tick: bigint
  /** In range. */
  liquidity: bigint
  /** By tick: what the liquidity rises by when the price rises through it. */
  liquidityNet: ReadonlyMap<bigint, bigint>
}

const factors = depthLevelsBps.map((bps) => ({
  bps,
  upX96: computeFactorX96(10_000n + bps),
  downX96: computeFactorX96(10_000n - bps),
}))

/** The root of a factor given in basis points, times 2^96. */
function computeFactorX96(factorBps: bigint): bigint {
  return floorRoot((factorBps << 192n) / 10_000n, 2n)
}

/** The four levels, nearest first. Every amount is rounded down. */
export function computeDepthLevels(pool: PoolPosition): DepthLevel[] {
  const spot = pool.sqrtPriceX96
  const ticks = [...pool.liquidityNet.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  const above = ticks.filter(([tick]) => tick > pool.tick)
  const below = ticks.filter(([tick]) => tick <= pool.tick).reverse()
  return factors.map(({ bps, upX96, downX96 }) => ({
    bps,
    up: sumRanges(pool, above, (spot * upX96) >> 96n),
    down: sumRanges(pool, below, (spot * downX96) >> 96n),
  }))
}

/** @param ticks those that lie in the target's direction, nearest first. */
function sumRanges(
  { sqrtPriceX96: spot, liquidity: liquidityAtSpot }: PoolPosition,
  ticks: readonly (readonly [bigint, bigint])[],
  target: bigint,
): TokenAmounts {
  const isUp = target > spot
  const sum = { amount0: 0n, amount1: 0n }
  let liquidity = liquidityAtSpot
  let from = spot
  const addRange = (to: bigint) => {
    const { amount0, amount1 } = computeAmounts(liquidity, minOf(from, to), maxOf(from, to))
    sum.amount0 += amount0
    sum.amount1 += amount1
    from = to
  }
  for (const [tick, net] of ticks) {
    const end = computeSqrtPriceX96(tick)
    if (isUp ? end >= target : end <= target) break
    addRange(end)
    liquidity += isUp ? net : -net
  }
  addRange(target)
  return sum
}

/**
 * Amounts that `liquidity` holds between two square roots of prices, `low` above 0 and not above `high`, times 2^96;
 * both rounded down.
 */
function computeAmounts(liquidity: bigint, low: bigint, high: bigint): TokenAmounts {
  const distance = high - low
  return {
    amount0: ((liquidity << 96n) * distance) / (high * low),
    amount1: (liquidity * distance) >> 96n,
  }
}
