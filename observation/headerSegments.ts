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

/** The part of a block's header that is measured. */
export interface MeasuredHeader {
  /** Unix seconds. */
  timestamp: bigint
  /** Wei per unit of gas; a chain or a time without it counts 0. */
  baseFeePerGas?: bigint | null
  gasUsed: bigint
  gasLimit: bigint
}

/** The same, and which block it is; a viem `Block` is one. */
export interface Header extends MeasuredHeader {
  number: bigint
  hash: Hex
  parentHash: Hex
}

/** Congestion in one segment. */
export interface HeaderSegment<Closing extends MeasuredHeader = Header> {
  /** End of the segment, unix seconds; the offset modulo 120. */
  endAt: bigint
  /** Blocks in it; without one, its figures are carried. */
  blockCount: number
  /** Mean, wei per unit of gas, rounded down. */
  baseFeePerGas: bigint
  /** Gas used as a share of the gas limits, 1e6 = 100 %, rounded down. */
  gasUsedRatioPips: bigint
  /** The first block at or after the end. */
  closingHeader: Closing
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
  const accumulator = new HeaderAccumulator<Header>(offsetSec)
  return headers.flatMap((header, index) => {
    const before = headers[index - 1]
    if (before !== undefined) checkFollows(before, header)
    return accumulator.add(header)
  })
}

const PIPS = 1_000_000n
const nothing: readonly never[] = []

/** Adds up headers as they come, one after the other, at one offset. */
export class HeaderAccumulator<Closing extends MeasuredHeader> {
  private readonly offsetSec: bigint
  private countsFrom = 0n
  private endAt: bigint | undefined
  private figures = { baseFeePerGas: 0n, gasUsedRatioPips: 0n }
  private blockCount = 0
  private baseFees = 0n
  private gasUsed = 0n
  private gasLimit = 0n

  /** @param offsetSec the second, modulo 120, at which segments begin: 0 to 119. */
  constructor(offsetSec: bigint) {
    this.offsetSec = offsetSec
  }

  /**
   * Takes up the next header, after closing what ended at or before its time.
   *
   * @param count as many headers with the same figures follow each other, all within the segment of this one.
   * @returns the segments that it closes.
   */
  add(header: Closing, count = 1): readonly HeaderSegment<Closing>[] {
    const closed = this.endAt === undefined ? this.begin(header) : this.closeUntil(header)
    const times = BigInt(count)
    this.blockCount += count
    this.baseFees += (header.baseFeePerGas ?? 0n) * times
    this.gasUsed += header.gasUsed * times
    this.gasLimit += header.gasLimit * times
    return closed
  }

  private begin({ timestamp }: Closing): readonly HeaderSegment<Closing>[] {
    this.countsFrom = computeNextSegmentStart(timestamp, this.offsetSec)
    this.endAt = computeSegmentStart(timestamp, this.offsetSec) + SEGMENT_SEC
    return nothing
  }

  private closeUntil(closingHeader: Closing): readonly HeaderSegment<Closing>[] {
    let endAt = this.endAt as bigint
    if (closingHeader.timestamp < endAt) return nothing
    const closed: HeaderSegment<Closing>[] = []
    for (; closingHeader.timestamp >= endAt; endAt += SEGMENT_SEC) {
      const { blockCount } = this
      if (blockCount > 0) this.takeFigures()
      if (endAt > this.countsFrom)
        closed.push({ endAt, blockCount, ...this.figures, closingHeader })
    }
    this.endAt = endAt
    return closed
  }

  private takeFigures(): void {
    const { baseFees, gasUsed, gasLimit, blockCount } = this
    this.figures = {
      baseFeePerGas: baseFees / BigInt(blockCount),
      // A block without room holds nothing.
      gasUsedRatioPips: gasLimit === 0n ? 0n : (gasUsed * PIPS) / gasLimit,
    }
    this.blockCount = 0
    this.baseFees = 0n
    this.gasUsed = 0n
    this.gasLimit = 0n
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
