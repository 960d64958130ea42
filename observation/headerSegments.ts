// From block headers to the figures of 120 s segments (docs/model.md, section "Observation").
//
// Method:   integers only. Segments begin at the voted second modulo 120. Mean base fee, and gas used over gas
//           limits, of all blocks with a timestamp in the segment; both rounded down. A segment is closed by the
//           first block at or after its end. Without a block it carries the figures before it forward; the partial
//           segment in which the first header lies does not count, but may be carried.
// Domain:   headers of one chain, one after the other, none missing.
// Source:   EIP-1559 (base fee).

import type { Hex } from 'viem'
import { HeaderOrderError } from './errors.ts'
import { computeNextSegmentStart, computeSegmentStart, SEGMENT_SEC } from './periods.ts'

/** The part of a block's header that is measured; a viem `Block` is one. */
export interface Header {
  number: bigint
  hash: Hex
  parentHash: Hex
  /** Unix seconds. */
  timestamp: bigint
  /** Wei per unit of gas; a chain or a time without it counts 0. */
  baseFeePerGas?: bigint | null
  gasUsed: bigint
  gasLimit: bigint
}

/** Congestion in one segment. */
export interface HeaderSegment {
  /** End of the segment, unix seconds; the offset modulo 120. */
  endAt: bigint
  /** Blocks in it; without one, its figures are carried. */
  blockCount: number
  /** Mean, wei per unit of gas, rounded down. */
  baseFeePerGas: bigint
  /** Gas used as a share of the gas limits, 1e6 = 100 %, rounded down. */
  gasUsedRatioPips: bigint
  /** The first block at or after the end. */
  closingHeader: Header
}

/**
 * Every complete segment that begins at or after the first header, as far as a header closes it.
 *
 * @param offsetSec the second, modulo 120, at which segments begin: 0 to 119.
 * @throws HeaderOrderError if a header does not follow the one before it.
 */
export function computeHeaderSegments(
  headers: readonly Header[],
  offsetSec: bigint,
): HeaderSegment[] {
  const [first] = headers
  if (first === undefined) return []
  const countsFrom = computeNextSegmentStart(first.timestamp, offsetSec)
  const segments: HeaderSegment[] = []
  let endAt = computeSegmentStart(first.timestamp, offsetSec) + SEGMENT_SEC
  let figures = { baseFeePerGas: 0n, gasUsedRatioPips: 0n }
  let present: Header[] = []
  let before: Header | undefined
  for (const header of headers) {
    if (before !== undefined) checkFollows(before, header)
    for (; header.timestamp >= endAt; endAt += SEGMENT_SEC) {
      const blockCount = present.length
      if (blockCount > 0) figures = computeFigures(present)
      present = []
      if (endAt > countsFrom)
        segments.push({ endAt, blockCount, ...figures, closingHeader: header })
    }
    present.push(header)
    before = header
  }
  return segments
}

const PIPS = 1_000_000n

function computeFigures(headers: readonly Header[]) {
  const sum = (pick: (header: Header) => bigint) =>
    headers.reduce((total, header) => total + pick(header), 0n)
  const gasLimit = sum((header) => header.gasLimit)
  return {
    baseFeePerGas: sum((header) => header.baseFeePerGas ?? 0n) / BigInt(headers.length),
    // A block without room holds nothing.
    gasUsedRatioPips: gasLimit === 0n ? 0n : (sum((header) => header.gasUsed) * PIPS) / gasLimit,
  }
}

function checkFollows(before: Header, header: Header): void {
  const { number } = header
  if (number !== before.number + 1n) {
    throw new HeaderOrderError(number, `follows block ${before.number}`)
  }
  if (header.parentHash !== before.hash) {
    throw new HeaderOrderError(number, `has the parent ${header.parentHash}, not ${before.hash}`)
  }
  if (header.timestamp < before.timestamp) {
    throw new HeaderOrderError(
      number,
      `is of ${header.timestamp}, before its parent's ${before.timestamp}`,
    )
  }
}
