import { averageFromStart, DEPTH_WEIGHT } from './averages.ts'
import type { MedianFigures } from './cautious.ts'
import type { Header, HeaderSegment } from './headerSegments.ts'
import { SEGMENT_SEC } from './periods.ts'
import type { PoolSegment } from './poolAccumulator.ts'
import type { Source } from './source.ts'
import { computeSqrtPriceX96 } from './tickMath.ts'
import { computeDepthUsd6, computeNativePriceUsd6, computeUsd6 } from './valuation.ts'

/** What the quote token's side of the pool holds near the spot price, 1e6 = $1. */
export interface DepthLevelUsd6 {
  /** Distance from the spot price, token1 per token0, in basis points. */
  bps: bigint
  upUsd6: bigint
  downUsd6: bigint
}

/** A market in one segment. */
export interface MarketSegment extends MedianFigures {
  /** End of the segment, unix seconds; a multiple of 120. */
  endAt: bigint
  /** Average depth of the market's segments up to this one, 1e6 = $1. */
  depthRefUsd6: bigint
  /** As of the segment's end, 1e18 = 1 a year; none before the pool's first complete hour. */
  varianceWad: bigint | undefined
  /** None without the pool's Initialize. */
  depthLevelsUsd6: readonly DepthLevelUsd6[] | undefined
  /** The first block at or after the end. */
  closingHeader: Header
}

/**
 * The segments of a market under one source, one after the other: those for which header, pool and native
 * pool have figures. The average of the depth begins with the first of them.
 *
 * @param sourceSetAt unix seconds of the block that set the source: segments begin then or later.
 */
export function computeMarketSegments(
  headerSegments: readonly HeaderSegment[],
  poolSegments: readonly PoolSegment[],
  nativePoolSegments: readonly PoolSegment[],
  source: Omit<Source, 'pool' | 'nativePool'>,
  sourceSetAt: bigint,
): MarketSegment[] {
  const pools = new Map(poolSegments.map((segment) => [segment.endAt, segment]))
  const nativePools = new Map(nativePoolSegments.map((segment) => [segment.endAt, segment]))
  const segments: MarketSegment[] = []
  let depthRefUsd6 = 0n
  for (const { endAt, baseFeePerGas, gasUsedRatioPips, closingHeader } of headerSegments) {
    const [pool, nativePool] = [pools.get(endAt), nativePools.get(endAt)]
    if (!pool || !nativePool || endAt - SEGMENT_SEC < sourceSetAt) continue
    const depthUsd6 = computeDepthUsd6(
      pool.harmonicMeanLiquidity,
      computeSqrtPriceX96(pool.meanTick),
      source,
    )
    const count = BigInt(segments.length + 1)
    depthRefUsd6 = averageFromStart(depthRefUsd6, depthUsd6, count, DEPTH_WEIGHT)
    segments.push({
      endAt,
      baseFeePerGas,
      gasUsedRatioPips,
      nativePriceUsd6: computeNativePriceUsd6(computeSqrtPriceX96(nativePool.meanTick), source),
      depthUsd6,
      depthRefUsd6,
      varianceWad: pool.varianceWad,
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
