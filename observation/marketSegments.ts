// A market's segments under one source (docs/model.md, section "Observation").
//
// Method:   those for which header, pool and native pool have figures and that begin at or after the block that set the
//           source; the first of them has a block in it, so that nothing from before the source is carried in. The
//           depth is averaged by the segment, the variance by the hour: an hour counts if its 30 segments and the one
//           before are the market's own, and from the close of its last segment on.
// Special:  the averages start at the source's voted figures, and each source starts them again.

import { DEPTH_WEIGHT, RunningAverage, VARIANCE_WEIGHT } from './averages.ts'
import type { MedianFigures } from './cautious.ts'
import type { Header, HeaderSegment, MeasuredHeader } from './headerSegments.ts'
import { SEGMENT_SEC } from './periods.ts'
import type { PoolSegment } from './poolAccumulator.ts'
import type { Source } from './source.ts'
import { computeSqrtPriceX96 } from './tickMath.ts'
import { computeDepthUsd6, computeNativePriceUsd6, computeUsd6 } from './valuation.ts'
import { VARIANCE_SEGMENTS } from './variance.ts'

/** What the quote token's side of the pool holds near the spot price, 1e6 = $1. */
export interface DepthLevelUsd6 {
  /** Distance from the spot price, token1 per token0, in basis points. */
  bps: bigint
  upUsd6: bigint
  downUsd6: bigint
}

/** What of a source decides how its pools' segments are read. */
export type MeasuredSource = Omit<Source, 'pool' | 'nativePool' | 'portfolio' | 'gasPriceOracle'>

/** A market in one segment. */
export interface MarketSegment<Closing extends MeasuredHeader = Header> extends MedianFigures {
  /** End of the segment, unix seconds; the source's offset modulo 120. */
  endAt: bigint
  /** Average depth of the market's segments up to this one, 1e6 = $1. */
  depthRefUsd6: bigint
  /**
   * Average variance of the market's hours up to the end, 1e18 = 1 a year; none before the first hour where the source
   * has no start figure.
   */
  varianceWad: bigint | undefined
  /** None without the pool's Initialize. */
  depthLevelsUsd6: readonly DepthLevelUsd6[] | undefined
  /** The first block at or after the end. */
  closingHeader: Closing
}

/**
 * The segments of a market under one source, one after the other.
 *
 * @param headerSegments at the source's offset, as those of the pools.
 * @param sourceSetAt unix seconds of the block that set the source: segments begin then or later.
 */
export function computeMarketSegments(
  headerSegments: readonly HeaderSegment[],
  poolSegments: readonly PoolSegment[],
  nativePoolSegments: readonly PoolSegment[],
  source: MeasuredSource,
  sourceSetAt: bigint,
): MarketSegment[] {
  const pools = new Map(poolSegments.map((segment) => [segment.endAt, segment]))
  const nativePools = new Map(nativePoolSegments.map((segment) => [segment.endAt, segment]))
  const accumulator = new MarketAccumulator<Header>(source, sourceSetAt)
  return headerSegments.flatMap((header) => {
    const [pool, nativePool] = [pools.get(header.endAt), nativePools.get(header.endAt)]
    return (pool && nativePool && accumulator.add(header, pool, nativePool)) ?? []
  })
}

/** Joins the segments of headers and pools as they are closed, one after the other. */
export class MarketAccumulator<Closing extends MeasuredHeader> {
  private readonly source: MeasuredSource
  private readonly sourceSetAt: bigint
  private readonly depthRef: RunningAverage
  private readonly variance: RunningAverage
  private readonly prices = new PriceCache()
  private count = 0

  /** @param sourceSetAt unix seconds of the block that set the source: segments begin then or later. */
  constructor(source: MeasuredSource, sourceSetAt: bigint) {
    this.source = source
    this.sourceSetAt = sourceSetAt
    this.depthRef = new RunningAverage(source.startDepthRefUsd6, DEPTH_WEIGHT)
    this.variance = new RunningAverage(source.startVarianceWad, VARIANCE_WEIGHT)
  }

  /**
   * Takes up the next segment for which header, pool and native pool have figures, all of the same end.
   *
   * @returns undefined if it is not the market's own.
   */
  add(
    header: HeaderSegment<Closing>,
    pool: PoolSegment,
    nativePool: PoolSegment,
  ): MarketSegment<Closing> | undefined {
    const { source, prices } = this
    const { endAt, blockCount, closingHeader, baseFeePerGas } = header
    if (endAt - SEGMENT_SEC < this.sourceSetAt) return undefined
    if (this.count === 0 && blockCount === 0) return undefined
    const sqrtPriceX96 = prices.getSqrtPriceX96(pool.meanTick)
    const depthUsd6 = computeDepthUsd6(pool.harmonicMeanLiquidity, sqrtPriceX96, source)
    const isOwnHour = this.count >= VARIANCE_SEGMENTS - 1
    if (isOwnHour && pool.hourVarianceWad !== undefined) this.variance.add(pool.hourVarianceWad)
    this.count += 1
    return {
      endAt,
      baseFeePerGas,
      gasUsedRatioPips: source.hasGasLimit ? header.gasUsedRatioPips : 0n,
      nativePriceUsd6: prices.getNativePriceUsd6(nativePool.meanTick, source),
      depthUsd6,
      depthRefUsd6: this.depthRef.add(depthUsd6),
      varianceWad: this.variance.value,
      depthLevelsUsd6: computeLevels(pool, source),
      closingHeader,
    }
  }
}

/** Ticks whose prices are kept: those of a price that doubles or halves several times. */
const CACHED_TICKS = 65_536

/** The prices of ticks: a market comes back to the same ones all the time. */
class PriceCache {
  private readonly sqrtPrices = new Map<bigint, bigint>()
  private readonly nativePrices = new Map<bigint, bigint>()

  getSqrtPriceX96(tick: bigint): bigint {
    return remember(this.sqrtPrices, tick, computeSqrtPriceX96)
  }

  /** All calls of one cache are of one source. */
  getNativePriceUsd6(tick: bigint, source: MeasuredSource): bigint {
    return remember(this.nativePrices, tick, () =>
      computeNativePriceUsd6(this.getSqrtPriceX96(tick), source),
    )
  }
}

function remember(
  known: Map<bigint, bigint>,
  tick: bigint,
  compute: (tick: bigint) => bigint,
): bigint {
  const before = known.get(tick)
  if (before !== undefined) return before
  const value = compute(tick)
  if (known.size >= CACHED_TICKS) known.clear()
  known.set(tick, value)
  return value
}

function computeLevels(
  { depthLevels }: PoolSegment,
  { isQuoteToken0, quoteDecimals }: Pick<Source, 'isQuoteToken0' | 'quoteDecimals'>,
): DepthLevelUsd6[] | undefined {
  const field = isQuoteToken0 ? 'amount0' : 'amount1'
  return depthLevels?.map(({ bps, up, down }) => ({
    bps,
    upUsd6: computeUsd6(up[field], quoteDecimals),
    downUsd6: computeUsd6(down[field], quoteDecimals),
  }))
}
