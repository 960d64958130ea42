// A pool's segments and hours, from Uniswap v3's accumulators at their ends.

import { BigInt } from '@graphprotocol/graph-ts'
import { Pool, PoolHour, PoolSegment, PoolState } from '../../build/subgraph/generated/schema'
import { averageVarianceWad, computeHourVarianceWad } from './averages'
import { periodId } from './ids'
import { ceilTo, floorDivWord, isZero } from './integers'
import { HOUR_SEC, SEGMENT_SEC, segmentStart } from './periods'

/** Brings the accumulators to a time, with the state as it was until then. */
export function accumulate(state: PoolState, nowAt: i64): void {
  const elapsedSec = nowAt - state.accumulatedAt
  if (elapsedSec <= 0) return
  const liquidity = state.liquidity
  const seconds = BigInt.fromI64(elapsedSec).leftShift(128)
  const share = isZero(liquidity) ? seconds : seconds.div(liquidity)
  state.accumulatedAt = nowAt
  state.tickCumulative = state.tickCumulative + <i64>state.tick * elapsedSec
  state.secondsPerLiquidityX128 = state.secondsPerLiquidityX128.plus(share)
}

/** Whether a segment of the pool ends at `nowAt` or before. */
export function isPoolDue(state: PoolState, nowAt: i64): bool {
  return nowAt >= segmentStart(state.accumulatedAt) + SEGMENT_SEC
}

/** Closes all segments and hours that end at `nowAt` or before. Saves the state; the pool is left to the caller. */
export function closePool(pool: Pool, state: PoolState, nowAt: i64, blockNumber: i64): void {
  while (isPoolDue(state, nowAt)) {
    const startAt = segmentStart(state.accumulatedAt)
    const endAt = startAt + SEGMENT_SEC
    accumulate(state, endAt)
    if (endAt % HOUR_SEC == 0) closeHour(pool, state, endAt - HOUR_SEC)
    if (startAt >= pool.firstSegmentAt) saveSegment(pool, state, startAt, blockNumber)
    pool.boundaryTickCumulative = state.tickCumulative
    pool.boundarySecondsPerLiquidityX128 = state.secondsPerLiquidityX128
  }
  state.save()
}

/** Begins again after a silence that is too long to be closed segment by segment. */
export function restartPool(pool: Pool, state: PoolState, nowAt: i64): void {
  accumulate(state, nowAt)
  startPool(pool, nowAt)
  pool.boundaryTickCumulative = state.tickCumulative
  pool.boundarySecondsPerLiquidityX128 = state.secondsPerLiquidityX128
  state.hourHighTick = state.tick
  state.hourLowTick = state.tick
  state.save()
}

/** Sets from when on segments and hours count, the state being known from `nowAt` on. */
export function startPool(pool: Pool, nowAt: i64): void {
  pool.firstSegmentAt = ceilTo(nowAt, SEGMENT_SEC)
  pool.firstHourAt = ceilTo(nowAt, HOUR_SEC)
}

function closeHour(pool: Pool, state: PoolState, startAt: i64): void {
  if (startAt >= pool.firstHourAt) {
    const hourCount = pool.hourCount + 1
    const varianceWad = computeHourVarianceWad(state.hourHighTick, state.hourLowTick)
    pool.hourCount = hourCount
    pool.varianceWad = averageVarianceWad(pool.varianceWad, varianceWad, hourCount)

    const hour = new PoolHour(periodId(startAt, pool.id))
    hour.pool = pool.id
    hour.startAt = startAt
    hour.highTick = state.hourHighTick
    hour.lowTick = state.hourLowTick
    hour.hourVarianceWad = varianceWad
    hour.varianceWad = pool.varianceWad
    hour.hourCount = hourCount
    hour.save()
  }
  // The tick is carried into the next hour.
  state.hourHighTick = state.tick
  state.hourLowTick = state.tick
}

function saveSegment(pool: Pool, state: PoolState, startAt: i64, blockNumber: i64): void {
  const tickSeconds = state.tickCumulative - pool.boundaryTickCumulative
  const shareX128 = state.secondsPerLiquidityX128.minus(pool.boundarySecondsPerLiquidityX128)
  const secondsX128 = BigInt.fromI64(SEGMENT_SEC).leftShift(128)

  const segment = new PoolSegment(periodId(startAt, pool.id))
  segment.pool = pool.id
  segment.startAt = startAt
  segment.endAt = startAt + SEGMENT_SEC
  segment.meanTick = <i32>floorDivWord(tickSeconds, SEGMENT_SEC)
  // Zero only if somebody holds more than 2^128 of liquidity, which no pool can store.
  segment.harmonicMeanLiquidity = isZero(shareX128) ? BigInt.zero() : secondsX128.div(shareX128)
  segment.tickCumulative = state.tickCumulative
  segment.secondsPerLiquidityX128 = state.secondsPerLiquidityX128
  segment.endTick = state.tick
  segment.endSqrtPriceX96 = state.sqrtPriceX96
  segment.endLiquidity = state.liquidity
  segment.hourCount = pool.hourCount
  segment.varianceWad = pool.varianceWad
  segment.closedBlockNumber = blockNumber
  segment.save()
}
