// From recorded minutes to the figures of 120 s segments, by the same functions as from a chain (docs/model.md, section
// "Observation").
//
// Method:   a minute is one block at its beginning, with the gas price, and one swap in it, to the closing tick with
//           the liquidity at the minute's end: the pool stays there for 60 s, or longer if the next minute is missing.
//           How full the blocks were is inferred (inferGasUsed).
// Domain:   minutes in order of time; token0 is a dollar of 6 decimals, token1 the native coin.
// Special:  the record's own first hour has no variance where its first minute lacks the segment before.

import { numberToHex } from 'viem'
import {
  computeHeaderSegments,
  computeMarketSegments,
  computePoolSegments,
  computeSqrtPriceX96,
  type Header,
  type MarketSegment,
  type PoolEvent,
  type PoolSegment,
} from '../observation/index.ts'
import { computeDepthUsd6, computeNativePriceUsd6 } from '../observation/valuation.ts'
import { inferGasUsed } from './inferGasUsed.ts'
import { MINUTE_SEC, type Minute } from './minute.ts'
import type { SourceStart } from './sourceStart.ts'

export type { SourceStart } from './sourceStart.ts'

/** The pool's part of a minute: enough for depth, price and variance. */
export type PoolFigures = Pick<Minute, 'minuteAt' | 'closeTick' | 'liquidity'>

/** The pool of one segment in dollars. */
export interface DepthSegment {
  /** End of the segment, unix seconds; the offset modulo 120. */
  endAt: bigint
  /** Virtual reserve of token0, the dollar: 1e6 = $1. */
  depthUsd6: bigint
  /** Price of token1, the native coin: 1e6 = $1. */
  nativePriceUsd6: bigint
  /** Variance of the hour that ends with the segment, 1e18 = 1 a year; as `PoolSegment` has it. */
  hourVarianceWad: bigint | undefined
}

const tokens = {
  isQuoteToken0: true,
  quoteDecimals: 6,
  isNativeToken0: false,
  nativeQuoteDecimals: 6,
} as const

/** The market in every complete segment from the first minute's beginning to the last one's end. */
export function computeSegments(minutes: readonly Minute[], start: SourceStart): MarketSegment[] {
  const [first] = minutes
  if (first === undefined) return []
  const offsetSec = BigInt(start.segmentOffsetSec)
  const pool = computePool(minutes, offsetSec)
  const headers = computeHeaderSegments(createHeaders(minutes), offsetSec)
  const source = { ...tokens, hasGasLimit: true, ...start }
  return computeMarketSegments(headers, pool, pool, source, first.minuteAt)
}

/**
 * Depth and price of the pool in every complete segment from the first minute's beginning to the last one's end.
 *
 * @param offsetSec the second, modulo 120, at which segments begin: 0 to 119.
 */
export function computeDepthSegments(
  minutes: readonly PoolFigures[],
  offsetSec: bigint,
): DepthSegment[] {
  return computePool(minutes, offsetSec).map((segment) => {
    const { endAt, meanTick, harmonicMeanLiquidity, hourVarianceWad } = segment
    const sqrtPriceX96 = computeSqrtPriceX96(meanTick)
    return {
      endAt,
      depthUsd6: computeDepthUsd6(harmonicMeanLiquidity, sqrtPriceX96, tokens),
      nativePriceUsd6: computeNativePriceUsd6(sqrtPriceX96, tokens),
      hourVarianceWad,
    }
  })
}

function computePool(minutes: readonly PoolFigures[], offsetSec: bigint): PoolSegment[] {
  const events = minutes.map(
    ({ minuteAt, closeTick, liquidity }): PoolEvent => ({
      kind: 'swap',
      timestamp: minuteAt,
      sqrtPriceX96: computeSqrtPriceX96(closeTick),
      tick: closeTick,
      liquidity,
    }),
  )
  return computePoolSegments(events, findEnd(minutes), offsetSec)
}

/** When the record ends, unix seconds; 0 for an empty one. */
function findEnd(minutes: readonly PoolFigures[]): bigint {
  const last = minutes.at(-1)
  return last === undefined ? 0n : last.minuteAt + MINUTE_SEC
}

const FULL_PIPS = 1_000_000n

/** A block a minute, and one at the end of the record, which closes its last segment. */
function createHeaders(minutes: readonly Minute[]): Header[] {
  const blocks = minutes.map((minute, index) => ({
    timestamp: minute.minuteAt,
    baseFeePerGas: minute.baseFeePerGas,
    gasUsed: inferGasUsed(minutes[index - 1], minute),
    gasLimit: FULL_PIPS,
  }))
  const end = { timestamp: findEnd(minutes), baseFeePerGas: 0n, gasUsed: 0n, gasLimit: FULL_PIPS }
  return [...blocks, end].map((block, index) => ({
    number: BigInt(index),
    hash: numberToHex(index + 1, { size: 32 }),
    parentHash: numberToHex(index, { size: 32 }),
    ...block,
  }))
}
