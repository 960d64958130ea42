// From recorded minutes to the figures of 120 s segments and of hours (docs/model.md, section
// "Observation").
//
// Method:   integers only, every quotient rounded down. A minute counts as 60 s with its closing
//           tick and its liquidity at the end. A segment has two of them, or one if the other is
//           missing; a segment without a minute repeats the segment before. The record does not
//           contain the blocks' gas used: it is inferred, as the share that makes EIP-1559 move the
//           price as it moved.
// Domain:   minutes in order of time, gas price above 0.
// Accuracy: within one unit of the real figure at the mean tick, which is rounded down as in Uniswap;
//           test/market/segments.test.ts.
// Source:   Uniswap v3 white paper (virtual reserves; harmonic mean liquidity), EIP-1559, Parkinson
//           (1980).

import { floorDiv, floorRoot, maxOf, minOf } from '../observation/integerMath.ts'
import { HOUR_SEC, SEGMENT_SEC } from '../observation/periods.ts'
import { computeVarianceWad } from '../observation/variance.ts'
import { MINUTE_SEC, type Minute } from './minute.ts'
import { computePrice } from './tickPrice.ts'

/** The pool's part of a minute: enough for depth, price and variance. */
export type PoolFigures = Pick<
  Minute,
  'minuteAt' | 'openTick' | 'closeTick' | 'lowestTick' | 'highestTick' | 'liquidity'
>

/** Depth of one segment. */
export interface DepthSegment {
  /** End of the segment, unix seconds; a multiple of 120. */
  endAt: bigint
  /** Virtual reserve of token0, the dollar: 1e6 = $1. */
  depthUsd6: bigint
  /** Price of token1, the native coin: 1e6 = $1. */
  nativePriceUsd6: bigint
}

/** All figures of one segment. */
export interface Segment extends DepthSegment {
  /** Mean, wei per unit of gas. */
  baseFeePerGas: bigint
  /** Inferred gas used as a share of the limit, 1e6 = 100 %. */
  gasUsedRatioPips: bigint
}

/** Variance of one hour, 1e18 = 1 a year. */
export interface Hour {
  /** End of the hour, unix seconds; a multiple of 3,600. */
  endAt: bigint
  varianceWad: bigint
}

/** Depth and price of every complete segment from the first minute's to the last's. */
export function computeDepthSegments(minutes: readonly PoolFigures[]): DepthSegment[] {
  return mapSegments(minutes, computeDepth)
}

/** The figures of every complete segment from the first minute's to the last's. */
export function computeSegments(minutes: readonly Minute[]): Segment[] {
  const withGasUsed = minutes.map((minute, at) => ({
    ...minute,
    gasUsedRatioPips: inferGasUsed(minutes[at - 1], minute),
  }))
  return mapSegments(withGasUsed, (present) => ({
    ...computeDepth(present),
    baseFeePerGas: mean(present.map((minute) => minute.baseFeePerGas)),
    gasUsedRatioPips: mean(present.map((minute) => minute.gasUsedRatioPips)),
  }))
}

function mapSegments<In extends { minuteAt: bigint }, Out>(
  minutes: readonly In[],
  compute: (present: In[]) => Out,
): (Out & { endAt: bigint })[] {
  const [first, last] = [minutes[0], minutes.at(-1)]
  if (first === undefined || last === undefined) return []
  const groups = groupByPeriod(minutes, SEGMENT_SEC)
  const recordedTo = last.minuteAt + MINUTE_SEC
  const segments: (Out & { endAt: bigint })[] = []
  let figures = compute([first])
  for (
    let endAt = first.minuteAt - (first.minuteAt % SEGMENT_SEC) + SEGMENT_SEC;
    endAt <= recordedTo;
    endAt += SEGMENT_SEC
  ) {
    const present = groups.get(endAt - SEGMENT_SEC)
    if (present) figures = compute(present)
    segments.push({ ...figures, endAt })
  }
  return segments
}

function computeDepth(minutes: readonly PoolFigures[]): Omit<DepthSegment, 'endAt'> {
  const tick = mean(minutes.map((minute) => minute.closeTick))
  const { numerator, denominator } = computePrice(tick)
  const liquidity = harmonicMean(minutes.map((minute) => minute.liquidity))
  return {
    depthUsd6: floorRoot((liquidity * liquidity * denominator) / numerator, 2n),
    nativePriceUsd6: (TOKEN1_UNIT * denominator) / numerator,
  }
}

const TOKEN1_UNIT = 10n ** 18n

function mean(values: readonly bigint[]): bigint {
  const sum = values.reduce((total, value) => total + value, 0n)
  return floorDiv(sum, BigInt(values.length))
}

/** No liquidity counts as 1, as in Uniswap's own accumulator. */
function harmonicMean(values: readonly bigint[]): bigint {
  const product = values.reduce((total, value) => total * maxOf(value, 1n), 1n)
  const inverses = values.reduce((total, value) => total + product / maxOf(value, 1n), 0n)
  return (BigInt(values.length) * product) / inverses
}

/** Blocks of 12 s in a minute; each moves the price by at most an eighth. Source: EIP-1559. */
export const BLOCKS_PER_MINUTE = 5n
const GROWTH_SCALE = 10n ** 9n
const HALF_PIPS = 500_000n
const FULL_PIPS = 1_000_000n

/**
 * Solves price = before * (1 + (2 u - 1) / 8)^blocks for u, held within 0 and 1. Half, the target
 * of EIP-1559, for a minute that follows no other.
 */
export function inferGasUsed(before: Minute | undefined, minute: Minute): bigint {
  if (before?.minuteAt !== minute.minuteAt - MINUTE_SEC) return HALF_PIPS
  const scale = GROWTH_SCALE ** BLOCKS_PER_MINUTE
  const growth = floorRoot((minute.baseFeePerGas * scale) / before.baseFeePerGas, BLOCKS_PER_MINUTE)
  // u = 1/2 + 4 (growth - 1)
  const ratio = (4n * FULL_PIPS * growth) / GROWTH_SCALE - 4n * FULL_PIPS + HALF_PIPS
  return minOf(maxOf(ratio, 0n), FULL_PIPS)
}

/**
 * Variance of every complete hour that has a minute. Some records have an opening or closing tick
 * just outside the lowest and highest: the range covers all four.
 */
export function computeHours(minutes: readonly PoolFigures[]): Hour[] {
  const firstAt = minutes[0]?.minuteAt ?? 0n
  const recordedTo = (minutes.at(-1)?.minuteAt ?? 0n) + MINUTE_SEC
  const hours: Hour[] = []
  for (const [startAt, present] of groupByPeriod(minutes, HOUR_SEC)) {
    const endAt = startAt + HOUR_SEC
    if (startAt < firstAt || endAt > recordedTo) continue
    const ticks = present.flatMap((m) => [m.lowestTick, m.highestTick, m.openTick, m.closeTick])
    const varianceWad = computeVarianceWad(ticks.reduce(minOf), ticks.reduce(maxOf))
    hours.push({ endAt, varianceWad })
  }
  return hours
}

function groupByPeriod<Item extends { minuteAt: bigint }>(
  minutes: readonly Item[],
  periodSec: bigint,
): Map<bigint, Item[]> {
  const groups = new Map<bigint, Item[]>()
  for (const minute of minutes) {
    const startAt = minute.minuteAt - (minute.minuteAt % periodSec)
    const group = groups.get(startAt)
    if (group) group.push(minute)
    else groups.set(startAt, [minute])
  }
  return groups
}
