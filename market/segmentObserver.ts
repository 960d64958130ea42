// Observations of a market that comes row by row, by observation/ itself: segments of 120 s, medians, averages.
//
// Method:   a pool row is a swap to its closing tick in the first block at or after the row's time, for nobody knows it before. Of
//           several rows that wait for the same block only the last has weight in time.
// Accuracy: the same bits as `computeObservations` of the whole record; test/market/segmentObserver.test.ts.

import {
  CautiousWindow,
  HeaderAccumulator,
  MarketAccumulator,
  type MarketSegment,
  type MeasuredHeader,
  PoolAccumulator,
  type PoolSegment,
} from '../observation/index.ts'
import type { SourceStart } from './sourceStart.ts'
import type { TimedMarketObservation } from './steps.ts'
import { poolTokens } from './ticks.ts'

const FULL_PIPS = 1_000_000n

/** Takes up blocks and pool rows in order of time; of one time, the pool rows first. */
export class SegmentObserver {
  private readonly source
  private readonly headers: HeaderAccumulator<MeasuredHeader>
  private readonly pool: PoolAccumulator
  private readonly window = new CautiousWindow()
  private market: MarketAccumulator<MeasuredHeader> | undefined
  private poolSegments: PoolSegment[] = []
  private waiting: { tick: bigint; liquidity: bigint } | undefined
  private observations: TimedMarketObservation[] = []

  constructor(start: SourceStart) {
    const offsetSec = BigInt(start.segmentOffsetSec)
    this.source = { ...poolTokens, hasGasLimit: true, ...start }
    this.headers = new HeaderAccumulator(offsetSec)
    this.pool = new PoolAccumulator(offsetSec)
  }

  addPool(tick: bigint, liquidity: bigint): void {
    this.waiting = { tick, liquidity }
  }

  /**
   * @param at unix seconds.
   * @param count as many blocks with the same figures follow each other, within one segment and without a pool row between.
   * @param nativePriceUsd6 what the native coin is known to cost now; undefined where it is the pool's asset.
   */
  addBlock(
    at: bigint,
    baseFeePerGas: bigint,
    gasUsedRatioPips: bigint,
    count: number,
    nativePriceUsd6: bigint | undefined,
  ): void {
    this.market ??= new MarketAccumulator(this.source, at)
    const header = {
      timestamp: at,
      baseFeePerGas,
      gasUsed: gasUsedRatioPips,
      gasLimit: FULL_PIPS,
    }
    const closed = this.headers.add(header, count)
    if (closed.length > 0) {
      this.pool.closeUntil(at)
      this.poolSegments.push(...this.pool.takeSegments())
    }
    for (const segment of closed) {
      const pool = this.takePoolSegment(segment.endAt)
      const joined = pool && this.market.add(segment, pool, pool)
      if (joined !== undefined) this.observe(joined, nativePriceUsd6)
    }
    if (this.waiting !== undefined) this.applyWaiting(at, this.waiting)
  }

  /** The observations since the last call, in order of time. */
  take(): TimedMarketObservation[] {
    const { observations } = this
    if (observations.length > 0) this.observations = []
    return observations
  }

  private applyWaiting(at: bigint, { tick, liquidity }: { tick: bigint; liquidity: bigint }): void {
    // Only depth levels read the price's root, and they need the pool's Initialize, which no row is.
    this.pool.apply({ kind: 'swap', timestamp: at, sqrtPriceX96: 0n, tick, liquidity })
    this.waiting = undefined
  }

  private takePoolSegment(endAt: bigint): PoolSegment | undefined {
    while ((this.poolSegments[0]?.endAt ?? endAt) < endAt) this.poolSegments.shift()
    return this.poolSegments[0]?.endAt === endAt ? this.poolSegments.shift() : undefined
  }

  private observe(
    segment: MarketSegment<MeasuredHeader>,
    nativePriceUsd6: bigint | undefined,
  ): void {
    this.window.add(nativePriceUsd6 === undefined ? segment : { ...segment, nativePriceUsd6 })
    const figures = this.window.compute()
    const { varianceWad, depthRefUsd6, closingHeader } = segment
    if (figures === undefined || varianceWad === undefined) return
    const { baseFeePerGas, gasUsedRatioPips, nativePriceUsd6: native, depthUsd6 } = figures.cautious
    this.observations.push({
      at: Number(closingHeader.timestamp),
      observation: {
        baseFeePerGas,
        gasUsedRatioPips,
        nativePriceUsd6: native,
        depthUsd6,
        depthRefUsd6,
        varianceWad,
        dataFeeWei: 0n,
      },
    })
  }
}
