// From a short market to the figures of 120 s segments, by the same functions as from a chain (docs/model.md, section
// "Observation").
//
// Method:   each block is a header; a pool row is a swap to its closing tick in the first block at or after the row's time, for
//           nobody knows it before.
// Special:  the record's own first hour has no variance where its first block lacks the segment before. A chain whose coin is not
//           the asset has the coin's assumed price.

import { numberToHex } from 'viem'
import type { Observation } from '../core/index.ts'
import {
  computeCautious,
  computeHeaderSegments,
  computeMarketSegments,
  computePoolSegments,
  computeSqrtPriceX96,
  type Header,
  type MarketSegment,
  type PoolEvent,
} from '../observation/index.ts'
import { SLOW_SEGMENTS } from '../observation/periods.ts'
import type { RecordedBlock, Recording } from './recording.ts'
import { poolTokens } from './ticks.ts'

/** An observation; the end of its last segment, and when it is known: the time of the block that closes it. Unix seconds. */
export interface TimedObservation {
  endAt: bigint
  at: bigint
  observation: Observation
}

/** The market in every complete segment from the first block on, as far as a block closes it. */
export function computeSegments({ blocks, pool, start, chain }: Recording): MarketSegment[] {
  const [first, last] = [blocks[0], blocks.at(-1)]
  if (first === undefined || last === undefined) return []
  const offsetSec = BigInt(start.segmentOffsetSec)
  const segments = computePoolSegments(createEvents(blocks, pool), last.at, offsetSec)
  const headers = computeHeaderSegments(createHeaders(blocks), offsetSec)
  const source = { ...poolTokens, hasGasLimit: true, ...start }
  const market = computeMarketSegments(headers, segments, segments, source, first.at)
  const { nativePriceUsd6 } = chain
  if (nativePriceUsd6 === undefined) return market
  return market.map((segment) => ({ ...segment, nativePriceUsd6: BigInt(nativePriceUsd6) }))
}

/**
 * The observation at the close of every segment, from the fifteenth on. A record has no rollup and no portfolio: data fee,
 * curvature and horizon are 0.
 *
 * @param navUsd6 the portfolio that the market steers, 1e6 = $1; held constant.
 */
export function computeObservations(recording: Recording, navUsd6: bigint): TimedObservation[] {
  const segments = computeSegments(recording)
  return segments.flatMap(({ endAt, closingHeader, depthRefUsd6, varianceWad }, index) => {
    const window = segments.slice(Math.max(0, index + 1 - SLOW_SEGMENTS), index + 1)
    const figures = computeCautious(window)
    if (figures === undefined || varianceWad === undefined) return []
    const observation = {
      ...figures.cautious,
      depthRefUsd6,
      varianceWad,
      navUsd6,
      dataFeeWei: 0n,
      curvaturePips: 0n,
      horizonSec: 0n,
    }
    return [{ endAt, at: closingHeader.timestamp, observation }]
  })
}

/** The pool's rows as swaps: each in the first block at or after its time. */
export function createEvents(
  blocks: readonly RecordedBlock[],
  pool: Recording['pool'],
): PoolEvent[] {
  const events: PoolEvent[] = []
  let block = 0
  for (const { at, closeTick, liquidity } of pool) {
    while (block < blocks.length && (blocks[block] as RecordedBlock).at < at) block++
    const timestamp = blocks[block]?.at
    if (timestamp === undefined) break
    const sqrtPriceX96 = computeSqrtPriceX96(closeTick)
    events.push({ kind: 'swap', timestamp, sqrtPriceX96, tick: closeTick, liquidity })
  }
  return events
}

const FULL_PIPS = 1_000_000n

function createHeaders(blocks: readonly RecordedBlock[]): Header[] {
  return blocks.map(({ at, baseFeePerGas, gasUsedRatioPips }, index) => ({
    number: BigInt(index),
    hash: numberToHex(index + 1, { size: 32 }),
    parentHash: numberToHex(index, { size: 32 }),
    timestamp: at,
    baseFeePerGas,
    gasUsed: gasUsedRatioPips,
    gasLimit: FULL_PIPS,
  }))
}
