import { setTimeout as sleep } from 'node:timers/promises'
import type { Hex } from 'viem'
import { createReport, type Report } from '../../verify/report.ts'
import type { IndexSource } from '../sources/createIndexSource.ts'

interface Sources {
  index: IndexSource
  markets: readonly Hex[]
  /** How long the index may take to get to the block, milliseconds. */
  waitMs: number
}

const POLL_MS = 100

/** This replica's own report at a block that a peer names; none if it does not know the market or the block. */
export async function computeReportAt(
  { index, markets, waitMs }: Sources,
  { marketId, blockNumber, blockHash }: Pick<Report, 'marketId' | 'blockNumber' | 'blockHash'>,
): Promise<Report | undefined> {
  if (!markets.includes(marketId.toLowerCase() as Hex)) return undefined
  const closing = { number: blockNumber, hash: blockHash }
  const endAtMs = performance.now() + waitMs
  for (;;) {
    const closed = await index.readClosed(marketId, closing)
    if (closed !== undefined) return createReport({ marketId, ...closed })
    if (performance.now() >= endAtMs) return undefined
    await sleep(POLL_MS)
  }
}
