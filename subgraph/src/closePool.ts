// A pool's segments and hours, from Uniswap v3's accumulators at their ends.
//
// Method:   the accumulators stop at the pool's events only, as the pool's own do, and are the same for every offset; at
//           a segment's end they are taken forward from the latest event. A stop rounds down, so the seconds over
//           liquidity of a segment are summed as if it had an accumulator of its own, which stops at its ends and at
//           the events between them. Twin: observation/poolAccumulator.ts.

import { BigInt, ethereum } from '@graphprotocol/graph-ts'
import {
  Pool,
  PoolHour,
  PoolOffset,
  PoolSegment,
  PoolState,
} from '../../build/subgraph/generated/schema'
import { computeHourVarianceWad } from './averages'
import { offsetId, periodId } from './ids'
import { floorDivWord, isZero, toInt8 } from './integers'
import {
  firstSegmentFrom,
  HOUR_SEC,
  isHourEnd,
  MAX_GAP_SEC,
  NEVER_AT,
  SEGMENT_SEC,
  segmentStart,
} from './periods'
import { skipClosing } from './skipFact'

/** Brings the accumulators to an event's time, with the state as it was until then. What is due is closed. */
export function accumulate(state: PoolState, nowAt: i64): void {
  if (nowAt <= state.accumulatedAt) return
  const tickCumulative = tickCumulativeAt(state, nowAt)
  const secondsPerLiquidityX128 = secondsPerLiquidityAt(state, nowAt)
  if (state.accumulatedAt <= state.boundaryAt) {
    setBoundaries(state, nowAt, secondsPerLiquidityX128)
  }
  state.tickCumulative = tickCumulative
  state.secondsPerLiquidityX128 = secondsPerLiquidityX128
  state.accumulatedAt = nowAt
}

/** At the first event of a segment: from where its seconds over liquidity are counted. */
function setBoundaries(state: PoolState, nowAt: i64, secondsPerLiquidityX128: BigInt): void {
  const pool = Pool.load(state.id)
  if (pool === null) return
  const offsetsSec = pool.offsetsSec
  for (let i = 0; i < offsetsSec.length; i++) {
    const offset = PoolOffset.load(offsetId(state.id, offsetsSec[i]))
    if (offset === null || state.accumulatedAt > offset.startAt) continue
    const shareX128 = shareOf(state, nowAt - offset.startAt)
    offset.boundarySecondsPerLiquidityX128 = secondsPerLiquidityX128.minus(shareX128)
    offset.save()
  }
}

/** Closes all segments and hours of a pool that end by the block. Saves the state. */
export function closePool(pool: Pool, state: PoolState, block: ethereum.Block): void {
  const nowAt = toInt8(block.timestamp)
  const offsetsSec = pool.offsetsSec
  for (let i = 0; i < offsetsSec.length; i++) {
    const offset = PoolOffset.load(offsetId(pool.id, offsetsSec[i]))
    if (offset === null) continue
    if (nowAt - offset.startAt > MAX_GAP_SEC) {
      skipClosing(block, 'no event and no block for too long: segments begin again', pool.id)
      startPoolOffset(state, offsetsSec[i], nowAt)
    } else if (nowAt >= offset.startAt + SEGMENT_SEC) {
      closeOffset(offset, state, nowAt, toInt8(block.number))
      offset.save()
    }
  }
  setBounds(pool, state)
  state.save()
}

/** Begins segments of a pool at an offset with the block at `nowAt`. */
export function startPoolOffset(state: PoolState, offsetSec: i32, nowAt: i64): void {
  const offset = new PoolOffset(offsetId(state.id, offsetSec))
  offset.pool = state.id
  offset.offsetSec = offsetSec
  offset.startAt = segmentStart(nowAt, offsetSec)
  offset.countsFromAt = firstSegmentFrom(nowAt, offsetSec)
  // Of use only if the segment counts, which it does if it begins now.
  offset.boundaryTickCumulative = tickCumulativeAt(state, nowAt)
  offset.boundarySecondsPerLiquidityX128 = BigInt.zero()
  offset.meanTick = 0
  offset.hourSquareSum = 0
  offset.save()
}

/** Sets when the segments in progress began, and when the first of them ends. */
export function setBounds(pool: Pool, state: PoolState): void {
  const offsetsSec = pool.offsetsSec
  let boundaryAt: i64 = -1
  let dueAt = NEVER_AT
  for (let i = 0; i < offsetsSec.length; i++) {
    const offset = PoolOffset.load(offsetId(pool.id, offsetsSec[i]))
    if (offset === null) continue
    boundaryAt = max<i64>(boundaryAt, offset.startAt)
    dueAt = min<i64>(dueAt, offset.startAt + SEGMENT_SEC)
  }
  state.boundaryAt = boundaryAt
  state.dueAt = dueAt
}

function closeOffset(offset: PoolOffset, state: PoolState, nowAt: i64, blockNumber: i64): void {
  while (nowAt >= offset.startAt + SEGMENT_SEC) {
    const endAt = offset.startAt + SEGMENT_SEC
    const tickCumulative = tickCumulativeAt(state, endAt)
    if (offset.startAt >= offset.countsFromAt) {
      const segment = new PoolSegment(periodId(offset.startAt, offset.pool))
      segment.tickCumulative = tickCumulative
      segment.closedBlockNumber = blockNumber
      saveSegment(segment, offset, state)
      enterHour(segment, offset)
    }
    offset.startAt = endAt
    offset.boundaryTickCumulative = tickCumulative
  }
}

function saveSegment(segment: PoolSegment, offset: PoolOffset, state: PoolState): void {
  const endAt = offset.startAt + SEGMENT_SEC
  const tickSeconds = segment.tickCumulative - offset.boundaryTickCumulative
  const secondsPerLiquidityX128 = secondsPerLiquidityAt(state, endAt)
  const shareX128 =
    state.accumulatedAt <= offset.startAt
      ? shareOf(state, SEGMENT_SEC)
      : secondsPerLiquidityX128.minus(offset.boundarySecondsPerLiquidityX128)
  const secondsX128 = BigInt.fromI64(SEGMENT_SEC).leftShift(128)
  segment.pool = offset.pool
  segment.offsetSec = offset.offsetSec
  segment.startAt = offset.startAt
  segment.endAt = endAt
  segment.meanTick = <i32>floorDivWord(tickSeconds, SEGMENT_SEC)
  // Zero only if somebody holds more than 2^128 of liquidity, which no pool can store.
  segment.harmonicMeanLiquidity = isZero(shareX128) ? BigInt.zero() : secondsX128.div(shareX128)
  segment.secondsPerLiquidityX128 = secondsPerLiquidityX128
  segment.endTick = state.tick
  segment.endSqrtPriceX96 = state.sqrtPriceX96
  segment.endLiquidity = state.liquidity
  segment.save()
}

/** Takes a segment up in its hour, and closes the hour with its last one. */
function enterHour(segment: PoolSegment, offset: PoolOffset): void {
  const isFollowing = segment.startAt - SEGMENT_SEC >= offset.countsFromAt
  const change: i64 = isFollowing ? segment.meanTick - offset.meanTick : 0
  const squareSum = offset.hourSquareSum + change * change
  const isEnd = isHourEnd(segment.endAt, offset.offsetSec)
  offset.meanTick = segment.meanTick
  offset.hourSquareSum = isEnd ? 0 : squareSum
  const startAt = segment.endAt - HOUR_SEC
  if (!isEnd || startAt - SEGMENT_SEC < offset.countsFromAt) return

  const hour = new PoolHour(periodId(startAt, offset.pool))
  hour.pool = offset.pool
  hour.offsetSec = offset.offsetSec
  hour.startAt = startAt
  hour.endAt = segment.endAt
  hour.squareSum = squareSum
  hour.varianceWad = computeHourVarianceWad(squareSum)
  hour.save()
}

/** The tick's accumulator at a time from the latest event on. */
function tickCumulativeAt(state: PoolState, at: i64): i64 {
  return state.tickCumulative + <i64>state.tick * (at - state.accumulatedAt)
}

/** The liquidity's accumulator at a time from the latest event on. */
function secondsPerLiquidityAt(state: PoolState, at: i64): BigInt {
  return state.secondsPerLiquidityX128.plus(shareOf(state, at - state.accumulatedAt))
}

/** Seconds over the liquidity after the latest event, X128, rounded down. */
function shareOf(state: PoolState, seconds: i64): BigInt {
  const liquidity = state.liquidity
  const secondsX128 = BigInt.fromI64(seconds).leftShift(128)
  return isZero(liquidity) ? secondsX128 : secondsX128.div(liquidity)
}
