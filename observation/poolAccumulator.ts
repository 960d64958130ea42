// From a pool's events to the figures of 120 s segments and of hours (docs/model.md, section
// "Observation").
//
// Method:   the two accumulators of Uniswap v3's Oracle, taken forward at each event of a later time and
//           at each segment's end, with the state before: tick x seconds, and floor(seconds * 2^128 /
//           max(liquidity, 1)). A segment is the difference of its two ends: an event at a segment's end
//           belongs to the next one. So a segment without an event continues the state before it.
// Domain:   the events of one pool in the order of the chain, from some block on. Where that is after the
//           pool's Initialize, the state is known from the first Swap on, and depth levels never are.
// Special:  a segment counts if it begins when the state is known, and an hour likewise.
// Accuracy: equal to the pool's own `observe` but for the rounding of its interpolation;
//           test/observation/realPool.test.ts.
// Source:   Uniswap v3 white paper, section 5 (oracle); Parkinson (1980).

import { averageFromStart, VARIANCE_WEIGHT } from './averages.ts'
import { computeDepthLevels, type DepthLevel } from './depthLevels.ts'
import { EventOrderError, LiquidityBelowZeroError } from './errors.ts'
import { floorDiv, maxOf, minOf } from './integerMath.ts'
import { HOUR_SEC, SEGMENT_SEC } from './periods.ts'
import type { LiquidityEvent, PoolEvent, PriceEvent } from './poolEvents.ts'
import { computeVarianceWad } from './variance.ts'

/** A pool in one segment. */
export interface PoolSegment {
  /** End of the segment, unix seconds; a multiple of 120. */
  endAt: bigint
  /** Time-weighted, rounded towards minus infinity. */
  meanTick: bigint
  /** Time-weighted harmonic mean of the liquidity in range, rounded down. */
  harmonicMeanLiquidity: bigint
  /** Average variance of the complete hours up to the end, 1e18 = 1 a year; none before the first. */
  varianceWad: bigint | undefined
  /** Liquidity near the spot price at the end; undefined without the pool's Initialize. */
  depthLevels: readonly DepthLevel[] | undefined
}

/** A pool in one hour. */
export interface PoolHour {
  /** End of the hour, unix seconds; a multiple of 3,600. */
  endAt: bigint
  lowestTick: bigint
  highestTick: bigint
  /** Of this hour alone, 1e18 = 1 a year. */
  varianceWad: bigint
}

interface PoolState {
  /** Since when it is known, unix seconds. */
  readonly knownAt: bigint
  sqrtPriceX96: bigint
  tick: bigint
  liquidity: bigint
  /** Of the hour that runs. */
  lowestTick: bigint
  highestTick: bigint
}

/** The oracle's two sums at a time. */
interface Cumulatives {
  at: bigint
  tick: bigint
  secondsPerLiquidityX128: bigint
}

/** Adds up one pool's events as they come. They may be split over calls at any place. */
export class PoolAccumulator {
  /** The segments closed so far, one after the other. */
  readonly segments: PoolSegment[] = []
  /** The hours closed so far, one after the other. */
  readonly hours: PoolHour[] = []

  private readonly liquidityNet = new Map<bigint, bigint>()
  private isTickMapComplete = false
  private state: PoolState | undefined
  private cumulatives: Cumulatives = { at: 0n, tick: 0n, secondsPerLiquidityX128: 0n }
  private segmentStart = this.cumulatives
  private varianceWad: bigint | undefined
  private earliestAt = 0n

  /**
   * Takes up the next event, after closing what ended at or before its time.
   *
   * @throws EventOrderError if it is earlier than a call before, LiquidityBelowZeroError if events are
   * missing.
   */
  apply(event: PoolEvent): void {
    this.closeUntil(event.timestamp)
    this.accumulate(event.timestamp)
    if (event.kind === 'liquidity') this.applyLiquidity(event)
    else this.applyPrice(event)
  }

  /**
   * Closes every segment and hour that ends at or before a time, in unix seconds: that of a block whose
   * events have not been taken up yet.
   *
   * @throws EventOrderError if it is earlier than a call before.
   */
  closeUntil(at: bigint): void {
    if (at < this.earliestAt) throw new EventOrderError(at, this.earliestAt)
    this.earliestAt = at
    if (this.state === undefined) return
    for (;;) {
      const startAt = this.cumulatives.at - (this.cumulatives.at % SEGMENT_SEC)
      const endAt = startAt + SEGMENT_SEC
      if (endAt > at) return
      this.accumulate(endAt)
      if (endAt % HOUR_SEC === 0n) this.closeHour(this.state, endAt)
      if (startAt >= this.state.knownAt) this.closeSegment(this.state)
      this.segmentStart = this.cumulatives
    }
  }

  private accumulate(at: bigint): void {
    if (this.state === undefined || at === this.cumulatives.at) return
    const seconds = at - this.cumulatives.at
    const { tick, liquidity } = this.state
    this.cumulatives = {
      at,
      tick: this.cumulatives.tick + tick * seconds,
      secondsPerLiquidityX128:
        this.cumulatives.secondsPerLiquidityX128 + (seconds << 128n) / maxOf(liquidity, 1n),
    }
  }

  private closeSegment(state: PoolState): void {
    const { segmentStart: start, cumulatives: end } = this
    const ticks = end.tick - start.tick
    const secondsPerLiquidityX128 = end.secondsPerLiquidityX128 - start.secondsPerLiquidityX128
    const { liquidityNet } = this
    this.segments.push({
      endAt: end.at,
      meanTick: floorDiv(ticks, SEGMENT_SEC),
      harmonicMeanLiquidity: (SEGMENT_SEC << 128n) / secondsPerLiquidityX128,
      varianceWad: this.varianceWad,
      depthLevels: this.isTickMapComplete
        ? computeDepthLevels({ ...state, liquidityNet })
        : undefined,
    })
  }

  private closeHour(state: PoolState, endAt: bigint): void {
    const { lowestTick, highestTick, tick } = state
    state.lowestTick = tick
    state.highestTick = tick
    if (endAt - HOUR_SEC < state.knownAt) return
    const varianceWad = computeVarianceWad(lowestTick, highestTick)
    this.hours.push({ endAt, lowestTick, highestTick, varianceWad })
    const count = BigInt(this.hours.length)
    this.varianceWad = averageFromStart(this.varianceWad ?? 0n, varianceWad, count, VARIANCE_WEIGHT)
  }

  private applyPrice({ kind, timestamp, sqrtPriceX96, tick, liquidity }: PriceEvent): void {
    if (this.state === undefined) {
      this.isTickMapComplete = kind === 'initialize'
      this.cumulatives = { ...this.cumulatives, at: timestamp }
      this.segmentStart = this.cumulatives
      this.state = {
        knownAt: timestamp,
        sqrtPriceX96,
        tick,
        liquidity,
        lowestTick: tick,
        highestTick: tick,
      }
      return
    }
    const { lowestTick, highestTick } = this.state
    Object.assign(this.state, {
      sqrtPriceX96,
      tick,
      liquidity,
      lowestTick: minOf(lowestTick, tick),
      highestTick: maxOf(highestTick, tick),
    })
  }

  private applyLiquidity(event: LiquidityEvent): void {
    const { tickLower, tickUpper, liquidityDelta } = event
    this.addLiquidityNet(tickLower, liquidityDelta)
    this.addLiquidityNet(tickUpper, -liquidityDelta)
    const { state } = this
    if (state === undefined || state.tick < tickLower || state.tick >= tickUpper) return
    const liquidity = state.liquidity + liquidityDelta
    if (liquidity < 0n) throw new LiquidityBelowZeroError(liquidity, event.timestamp)
    state.liquidity = liquidity
  }

  private addLiquidityNet(tick: bigint, delta: bigint): void {
    const net = (this.liquidityNet.get(tick) ?? 0n) + delta
    if (net === 0n) this.liquidityNet.delete(tick)
    else this.liquidityNet.set(tick, net)
  }
}

/**
 * The segments of one pool that end at or before a time, from all its events.
 *
 * @param untilAt unix seconds, the last header's.
 * @throws as `PoolAccumulator` does.
 */
export function computePoolSegments(events: readonly PoolEvent[], untilAt: bigint): PoolSegment[] {
  const accumulator = new PoolAccumulator()
  for (const event of events) if (event.timestamp <= untilAt) accumulator.apply(event)
  accumulator.closeUntil(untilAt)
  return accumulator.segments
}
