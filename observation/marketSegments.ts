// A market's segments under one source (docs/model.md, section "Observation").
//
// Method:   those for which header, pool and native pool have figures and that begin at or after the block that set the
//           source; the first of them has a block in it, so that nothing from before the source is carried in. The
//           depth is averaged by the segment, the variance by the hour: an hour counts if its 30 segments and the one
//           before are the market's own, and from the close of its last segment on.
// Special:  the averages start at the source's voted figures, and each source starts them again.

import { DEPTH_WEIGHT, RunningAverage, VARIANCE_WEIGHT } from './averages.ts'
import type { MedianFigures } from './cautious.ts'
import type { Header, HeaderSegment } from './headerSegments.ts'
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
export interface MarketSegment extends MedianFigures {
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
  closingHeader: Header
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
  const segments: MarketSegment[] = []
  const depthRef = new RunningAverage(source.startDepthRefUsd6, DEPTH_WEIGHT)
  const variance = new RunningAverage(source.startVarianceWad, VARIANCE_WEIGHT)
  for (const { endAt, blockCount, closingHeader, ...congestion } of headerSegments) {
    const [pool, nativePool] = [pools.get(endAt), nativePools.get(endAt)]
    if (!pool || !nativePool || endAt - SEGMENT_SEC < sourceSetAt) continue
    if (segments.length === 0 && blockCount === 0) continue
    const depthUsd6 = computeDepthUsd6(
      pool.harmonicMeanLiquidity,
      computeSqrtPriceX96(pool.meanTick),
      source,
    )
    const isOwnHour = segments.length >= VARIANCE_SEGMENTS - 1
    if (isOwnHour && pool.hourVarianceWad !== undefined) variance.add(pool.hourVarianceWad)
    segments.push({
      endAt,
      baseFeePerGas: congestion.baseFeePerGas,
      gasUsedRatioPips: source.hasGasLimit ? congestion.gasUsedRatioPips : 0n,
      nativePriceUsd6: computeNativePriceUsd6(computeSqrtPriceX96(nativePool.meanTick), source),
      depthUsd6,
      depthRefUsd6: depthRef.add(depthUsd6),
      varianceWad: variance.value,
      depthLevelsUsd6: computeLevels(pool, source),
      closingHeader,
    })
  }
  return segments
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
