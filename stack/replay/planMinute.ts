// From one recorded row of a pool, a minute as a rule, to the trades that leave the same trace on a real pool.
//
// Method:   the price is led to the opening tick, to the lowest and the highest (the nearer way round),
//           and to the closing one, each time to the middle of the tick. The volume of these moves falls short of
//           the recorded volume in most rows: the price then travels between the lowest and the
//           highest tick some more, or within the tick where they are one.
// Domain:   liquidity above 0 where there is volume.
// Special:  a row without volume has one trade, to its closing tick, unless the pool is there.
// Accuracy: ticks exactly. Volume, what traders pay in, both tokens valued at the closing price: not
//           more than recorded if the way through the ticks alone takes less, and within 0.1 % of it
//           unless that needs more than MAX_TRADES. The way alone takes more where the recorded pool had less
//           liquidity under way than at the row's end. How volume splits into tokens follows
//           from the prices. test/stack/replay/planMinute.test.ts

import type { RecordedPool } from '../../market/recording.ts'
import { maxOf, minOf } from '../../observation/integerMath.ts'
import { computeSqrtPriceX96 } from '../../observation/tickMath.ts'
import { computeMiddleX96, computeMoveEnd, computeMoveValue } from './poolMath.ts'

/** The most trades of one row; each is an event that the index has to read. */
export const MAX_TRADES = 16

const ONE_PIPS = 1_000_000n
const Q192 = 1n << 192n

/**
 * The prices at which the trades of a row end, as square roots in Q96, in their order.
 *
 * @param fromX96 - The pool's price before.
 * @param feePips - The pool's fee, 1e6 = 100 %.
 */
export function planMinute(row: RecordedPool, fromX96: bigint, feePips: bigint): bigint[] {
  const { openTick, closeTick, lowestTick, highestTick, liquidity } = row
  const closeX96 = computeMiddleX96(closeTick)
  const recorded = valueVolume(row, closeX96)
  if (recorded === 0n) return fromX96 === closeX96 ? [] : [closeX96]

  // Some records have an opening or closing tick just outside the lowest and highest.
  const low = [lowestTick, openTick, closeTick].reduce(minOf)
  const high = [highestTick, openTick, closeTick].reduce(maxOf)
  const lowX96 = computeMiddleX96(low)
  const highX96 = low === high ? computeEdgeX96(high) : computeMiddleX96(high)
  const openX96 = computeMiddleX96(openTick)
  // The nearer way round.
  const isLowFirst = openTick <= closeTick
  const ends = low === high ? [] : isLowFirst ? [lowX96, highX96] : [highX96, lowX96]

  const wanted = (recorded * (ONE_PIPS - feePips)) / ONE_PIPS
  let missing = wanted - valueWay([fromX96, openX96, ...ends, closeX96], liquidity)
  // The first trade has to be seen even if the price is in the opening tick already.
  const first =
    openX96 === fromX96 ? [computeNearX96(openTick, missing, liquidity), openX96] : [openX96]
  missing -= valueWay([fromX96, ...first], liquidity) - valueWay([fromX96, openX96], liquidity)
  const trips: bigint[] = []
  const trip = 2n * computeMoveValue(lowX96, highX96, liquidity)
  while (missing >= trip && trips.length < MAX_TRADES - 8) {
    trips.push(highX96, lowX96)
    missing -= trip
  }
  if (missing > 1n) {
    const end = computeMoveEnd(lowX96, minOf(missing, trip) / 2n, liquidity)
    trips.push(minOf(end, highX96), lowX96)
  }
  const way = isLowFirst
    ? [...first, lowX96, ...trips, ...ends.slice(1), closeX96]
    : [...first, ...ends, ...trips, closeX96]
  return way.filter((x96, index) => x96 !== (way[index - 1] ?? fromX96))
}

/** A price in the upper half of a tick, as far from its middle as half of `missing` goes; a bit if that is nothing. */
function computeNearX96(tick: bigint, missing: bigint, liquidity: bigint): bigint {
  const middleX96 = computeMiddleX96(tick)
  const farthestX96 = (middleX96 + computeSqrtPriceX96(tick + 1n)) / 2n
  const value = minOf(maxOf(missing / 2n, 1n), computeMoveValue(middleX96, farthestX96, liquidity))
  return maxOf(middleX96 + 1n, computeMoveEnd(middleX96, value, liquidity))
}

/** Near the upper end of a tick, and still in it. */
function computeEdgeX96(tick: bigint): bigint {
  return (computeSqrtPriceX96(tick) + 15n * computeSqrtPriceX96(tick + 1n)) / 16n
}

/** Amounts that traders paid in, in units of token0. */
function valueVolume({ inAmount0, inAmount1 }: RecordedPool, closeX96: bigint): bigint {
  return inAmount0 + (inAmount1 * Q192) / (closeX96 * closeX96)
}

function valueWay(way: readonly bigint[], liquidity: bigint): bigint {
  return way.reduce((sum, x96, index) => {
    return sum + computeMoveValue(way[index - 1] ?? x96, x96, liquidity)
  }, 0n)
}
