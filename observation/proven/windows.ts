// Depth and price of a pool over windows of time, from its two accumulators (contracts/evidence/WindowFigures.sol).
//
// Method:   over n seconds the mean tick is floor(rise of tick / n), the time-weighted harmonic mean liquidity
//           floor(n x 2^128 / rise of seconds per liquidity). Fast figure: the median of the last three segments; slow
//           one: the median of three windows of five segments (lean: one of fifteen). The more cautious of the two
//           counts: the lower depth, the higher price. Of another native pool: the higher of the means of 6 and of 30
//           minutes.
// Domain:   sums of one pool at the times of `listTimes`. They may wrap, as the pool's do: at 56 bits and at 160.
// Special:  a root of a native price at 2^128 or more is refused, since its square leaves the contract's word.
// Accuracy: the contract's bits. A window of one segment has the bits of that segment in the index.
// Source:   docs/model.md, section "Observation"; Uniswap v3 white paper, sections 5 and 6.2.

import { OutOfDomainError } from '../../core/errors.ts'
import { TickOutOfRangeError } from '../errors.ts'
import { floorDiv, maxOf, median, minOf } from '../integerMath.ts'
import { computeSegmentStart, SEGMENT_SEC } from '../periods.ts'
import type { Source } from '../source.ts'
import { computeSqrtPriceX96 } from '../tickMath.ts'
import { computeDepthUsd6, computeNativePriceUsd6 } from '../valuation.ts'
import type { ProvenSettings } from './settings.ts'

/** A pool's two accumulators at one time, as its `observe` tells them. */
export interface PoolSums {
  /** Tick x seconds; signed, modulo 2^56. */
  tickSum: bigint
  /** Seconds / liquidity x 2^128, modulo 2^160. */
  secondsPerLiquidityX128: bigint
}

/** The same, and when, unix seconds. */
export interface DatedSums extends PoolSums {
  at: bigint
}

/** Ages before E, in segments. */
const AGES = [15n, 10n, 5n, 3n, 2n, 1n, 0n]
const LEAN_AGES = [15n, 3n, 2n, 1n, 0n]
const NATIVE_AGES = [15n, 3n, 0n]
const FAST_TIMES = 4

const MAX_DEPTH_USD6 = 10n ** 19n
const MAX_NATIVE_PRICE_USD6 = 10n ** 11n
/** The highest tick whose root, with 96 fractional bits, is below 2^128. */
const MAX_NATIVE_TICK = 443_636n

/**
 * The times at which the pools are read, unix seconds, oldest first.
 *
 * @param at unix seconds of the block of the measurement, or of any other time in its segment.
 * @returns `pool`: seven, or five where the settings are lean; `nativePool`: three, none where it is the pool itself.
 */
export function listTimes(
  at: bigint,
  { source, isLean }: Pick<ProvenSettings, 'source' | 'isLean'>,
): { pool: bigint[]; nativePool: bigint[] } {
  const endAt = computeSegmentStart(at, BigInt(source.segmentOffsetSec))
  const toTimes = (ages: readonly bigint[]) => ages.map((age) => endAt - age * SEGMENT_SEC)
  return {
    pool: toTimes(isLean ? LEAN_AGES : AGES),
    nativePool: hasOwnNativePool(source) ? toTimes(NATIVE_AGES) : [],
  }
}

/**
 * The depth as an observation takes it, and that of the slow windows, which the usual depth is an average of; 1e6 = $1.
 *
 * @throws TickOutOfRangeError, or OutOfDomainError above 1e19.
 */
export function computeDepths(
  sums: readonly DatedSums[],
  source: Source,
): { depthUsd6: bigint; slowDepthUsd6: bigint } {
  const { fast, slow } = computeMedians(sums, (from, to) =>
    computeWindowDepthUsd6(from, to, source),
  )
  return {
    depthUsd6: minOf(fast, requireUpTo('depthUsd6', slow, MAX_DEPTH_USD6)),
    slowDepthUsd6: slow,
  }
}

/** Virtual reserve of the quote token from one time to a later one, 1e6 = $1. */
export function computeWindowDepthUsd6(
  from: DatedSums,
  to: DatedSums,
  source: Pick<Source, 'isQuoteToken0' | 'quoteDecimals'>,
): bigint {
  const root = computeSqrtPriceX96(computeMeanTick(from, to))
  return computeDepthUsd6(computeLiquidity(from, to), root, source)
}

/**
 * Price of 1e18 units of the native coin, 1e6 = $1.
 *
 * @param nativeSums of the native pool, empty where it is the pool itself.
 * @throws TickOutOfRangeError, or OutOfDomainError above 1e11.
 */
export function computeHigherNativePriceUsd6(
  sums: readonly DatedSums[],
  nativeSums: readonly DatedSums[],
  source: Source,
): bigint {
  const { fast, slow } = hasOwnNativePool(source)
    ? computeMeanTicks(nativeSums)
    : computeMedians(sums, computeMeanTick)
  // Of two ticks the one with the higher price of the native coin.
  const tick = source.isNativeToken0 ? maxOf(fast, slow) : minOf(fast, slow)
  const root = computeSqrtPriceX96(tick)
  if (root >= 1n << 128n) throw new TickOutOfRangeError(tick, MAX_NATIVE_TICK)
  const priceUsd6 = computeNativePriceUsd6(root, source)
  return requireUpTo('nativePriceUsd6', priceUsd6, MAX_NATIVE_PRICE_USD6)
}

/** Mean tick from one time to a later one, rounded towards minus infinity. */
export function computeMeanTick(from: DatedSums, to: DatedSums): bigint {
  return floorDiv(computeTickRise(from.tickSum, to.tickSum), to.at - from.at)
}

/** From one cumulative tick to a later one, which may have wrapped meanwhile. */
export function computeTickRise(from: bigint, to: bigint): bigint {
  return BigInt.asIntN(56, to - from)
}

/** @throws OutOfDomainError above `max`, and below `min`. */
export function requireUpTo(field: string, value: bigint, max: bigint, min = 0n): bigint {
  if (value < min || value > max) throw new OutOfDomainError(field, value, min, max)
  return value
}

function hasOwnNativePool({ pool, nativePool }: Source): boolean {
  return pool.toLowerCase() !== nativePool.toLowerCase()
}

/** Harmonic mean over time. */
function computeLiquidity(from: DatedSums, to: DatedSums): bigint {
  const rise = BigInt.asUintN(160, to.secondsPerLiquidityX128 - from.secondsPerLiquidityX128)
  return ((to.at - from.at) << 128n) / rise
}

/** The medians of a figure over the fast windows and over the slow ones. */
function computeMedians(
  sums: readonly DatedSums[],
  compute: (from: DatedSums, to: DatedSums) => bigint,
): { fast: bigint; slow: bigint } {
  const first = sums.length - FAST_TIMES
  // The windows of seven times are those between the first three and the last, of five between the first and the last.
  const slowEnds = [...sums.slice(0, first), sums.at(-1) as DatedSums]
  const overWindows = (ends: readonly DatedSums[]) =>
    median(ends.slice(1).map((to, index) => compute(ends[index] as DatedSums, to)))
  return { fast: overWindows(sums.slice(first)), slow: overWindows(slowEnds) }
}

/** The mean ticks of another native pool over 6 and over 30 minutes. */
function computeMeanTicks(sums: readonly DatedSums[]): { fast: bigint; slow: bigint } {
  const [oldest, middle, newest] = sums as readonly [DatedSums, DatedSums, DatedSums]
  return { fast: computeMeanTick(middle, newest), slow: computeMeanTick(oldest, newest) }
}
