// From a pool's events to the figures of 120 s segments (docs/model.md, section "Observation").
//
// Method:   the two accumulators of Uniswap v3's Oracle, taken forward at each event of a later time and
//           at each segment's end, with the state before: tick x seconds, and floor(seconds * 2^128 /
//           max(liquidity, 1)). A segment is the difference of its two ends: an event at a segment's end
//           belongs to the next one. So a segment without an event continues the state before it. Every
//           offset has accumulators of its own, which stop at its own segments' ends only: a stop rounds.
// Domain:   the events of one pool in the order of the chain, from some block on. Where that is after the
//           pool's Initialize, the state is known from the first Swap on, and depth levels never are.
// Special:  a segment counts if it begins when the state is known; an hour if that holds for its segments
//           and for the one before.
// Accuracy: equal to the pool's own `observe` but for the rounding of its interpolation;
//           test/observation/realPool.test.ts.
// Source:   Uniswap v3 white paper, section 5 (oracle).

import { computeDepthLevels, type DepthLevel } from './depthLevels.ts'
import { EventOrderError, LiquidityBelowZeroError } from './errors.ts'
import { floorDiv, maxOf } from './integerMath.ts'
import { computeSegmentStart, isHourEnd, SEGMENT_SEC } from './periods.ts'
import type { LiquidityEvent, PoolEvent, PriceEvent } from './poolEvents.ts'
import { computeHourVarianceWad, VARIANCE_SEGMENTS } from './variance.ts'

/** A pool in one segment. */
export interface PoolSegment {
  /** End of the segment, unix seconds; the offset modulo 120. */
  endAt: bigint
  /** Time-weighted: tick seconds over 120, rounded towards minus infinity. */
  meanTick: bigint
  /** Time-weighted harmonic mean of the liquidity in range: floor(120 * 2^128 / the accumulator's rise). */
  harmonicMeanLiquidity: bigint
  /**
   * Variance of the hour that ends with the segment, of that hour alone, 1e18 = 1 a year; none within an hour, nor
   * while fewer than 31 segments are known.
   */
  hourVarianceWad: bigint | undefined
  /** Liquidity near the spot price at the end; undefined without the pool's Initialize. */
  depthLevels: readonly DepthLevel[] | undefined
}

interface PoolState {
  /** Since when it is known, unix seconds. */
  readonly knownAt: bigint
  sqrtPriceX96: bigint
  tick: bigint
  liquidity: bigint
}

/** The oracle's two sums at a time. */
interface Cumulatives {
  at: bigint
  tick: bigint
  secondsPerLiquidityX128: bigint
}

/** Adds up one pool's events as they come, at one offset. They may be split over calls at any place. */
export class PoolAccumulator {
  /** The segments closed so far, one after the other, but for those that were taken. */
  segments: PoolSegment[] = []

  private readonly offsetSec: bigint
  private readonly liquidityNet = new Map<bigint, bigint>()
  private isTickMapComplete = false
  private state: PoolState | undefined
  private cumulatives: Cumulatives = { at: 0n, tick: 0n, secondsPerLiquidityX128: 0n }
  private segmentStart = this.cumulatives
  private earliestAt = 0n
  /** Of the last segments: an hour's variance looks back on them. */
  private readonly meanTicks: bigint[] = []

  /** @param offsetSec the second, modulo 120, at which segments begin: 0 to 119. */
  constructor(offsetSec: bigint) {
    this.offsetSec = offsetSec
  }

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
   * Closes every segment that ends at or before a time, in unix seconds: that of a block whose
   * events have not been taken up yet.
   *
   * @throws EventOrderError if it is earlier than a call before.
   */
  closeUntil(at: bigint): void {
    if (at < this.earliestAt) throw new EventOrderError(at, this.earliestAt)
    this.earliestAt = at
    if (this.state === undefined) return
    for (;;) {
      const startAt = computeSegmentStart(this.cumulatives.at, this.offsetSec)
      const endAt = startAt + SEGMENT_SEC
      if (endAt > at) return
      this.accumulate(endAt)
      if (startAt >= this.state.knownAt) this.closeSegment(this.state)
      this.segmentStart = this.cumulatives
    }
  }

  /** Hands the segments closed so far over, so that a long record needs no room for them. */
  takeSegments(): PoolSegment[] {
    const { segments } = this
    this.segments = []
    return segments
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
    const secondsPerLiquidityX128 = end.secondsPerLiquidityX128 - start.secondsPerLiquidityX128
    const meanTick = floorDiv(end.tick - start.tick, SEGMENT_SEC)
    const { liquidityNet } = this
    this.meanTicks.push(meanTick)
    if (this.meanTicks.length > VARIANCE_SEGMENTS) this.meanTicks.shift()
    this.segments.push({
      endAt: end.at,
      meanTick,
      harmonicMeanLiquidity: (SEGMENT_SEC << 128n) / secondsPerLiquidityX128,
      hourVarianceWad: this.computeHour(end.at),
      depthLevels: this.isTickMapComplete
        ? computeDepthLevels({ ...state, liquidityNet })
        : undefined,
    })
  }

  /** The variance of the hour that ends with the last segment. */
  private computeHour(endAt: bigint): bigint | undefined {
    const isWhole = this.meanTicks.length === VARIANCE_SEGMENTS
    if (!isWhole || !isHourEnd(endAt, this.offsetSec)) return undefined
    return computeHourVarianceWad(this.meanTicks)
  }

  private applyPrice({ kind, timestamp, sqrtPriceX96, tick, liquidity }: PriceEvent): void {
    if (this.state === undefined) {
      this.isTickMapComplete = kind === 'initialize'
      this.cumulatives = { ...this.cumulatives, at: timestamp }
      this.segmentStart = this.cumulatives
      this.state = { knownAt: timestamp, sqrtPriceX96, tick, liquidity }
      return
    }
    this.state.sqrtPriceX96 = sqrtPriceX96
    this.state.tick = tick
    this.state.liquidity = liquidity
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
 * @param offsetSec the second, modulo 120, at which segments begin: 0 to 119.
 * @throws as `PoolAccumulator` does.
 */
export function computePoolSegments(
  events: readonly PoolEvent[],
  untilAt: bigint,
  offsetSec: bigint,
): PoolSegment[] {
  const accumulator = new PoolAccumulator(offsetSec)
  for (const event of events) if (event.timestamp <= untilAt) accumulator.apply(event)
  accumulator.closeUntil(untilAt)
  return accumulator.segments
}
