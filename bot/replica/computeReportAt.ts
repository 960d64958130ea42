import { setTimeout as sleep } from 'node:timers/promises'
import type { Hex } from 'viem'
import { fromAbiConfig } from '../../governance/index.ts'
import { createReport, type Report } from '../report.ts'
import type { ChainReader } from '../sources/createChainReader.ts'
import type { IndexSource } from '../sources/createIndexSource.ts'

interface Sources {
  chain: ChainReader
  index: IndexSource
  markets: readonly Hex[]
  /** How long the index may take to get to the block, milliseconds. */
  waitMs: number
}

const POLL_MS = 100

/** This replica's own report at a block that a peer names; none if it does not know the market or the block. */
export async function computeReportAt(
  { chain, index, markets, waitMs }: Sources,
  { marketId, blockNumber, blockHash }: Pick<Report, 'marketId' | 'blockNumber' | 'blockHash'>,
): Promise<Report | undefined> {
  if (!markets.includes(marketId.toLowerCase() as Hex)) return undefined
  const { block: head } = await chain.readHead()
  const reading = await chain.readMarket(marketId, head)
  const { policy, source } = fromAbiConfig(reading.config)
  const closing = { number: blockNumber, hash: blockHash }
  const endAtMs = performance.now() + waitMs
  for (;;) {
    const closed = await index.readClosed(marketId, source.portfolio, closing)
    if (closed !== undefined) {
      const { observation, block } = closed
      return createReport({ marketId, observation, block, epochSec: policy.epochSec })
    }
    if (performance.now() >= endAtMs) return undefined
    await sleep(POLL_MS)
  }
}
