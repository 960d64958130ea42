import { setTimeout as sleep } from 'node:timers/promises'
import type { Hex } from 'viem'
import { fromAbiConfig, type MarketConfig } from '../../governance/index.ts'
import { createReport, type Report } from '../report.ts'
import type { ChainReader } from '../sources/createChainReader.ts'
import type { ClosedObservation, IndexSource } from '../sources/createIndexSource.ts'

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
  const config = readConfig(chain, marketId)
  const portfolio = async () => (await config).source.portfolio
  const closing = { number: blockNumber, hash: blockHash }
  const endAtMs = performance.now() + waitMs

  async function find(): Promise<ClosedObservation | undefined> {
    for (;;) {
      const closed = await index.readClosed(marketId, portfolio, closing)
      if (closed !== undefined || performance.now() >= endAtMs) return closed
      await sleep(POLL_MS)
    }
  }

  const [{ policy }, closed] = await Promise.all([config, find()])
  return closed && createReport({ marketId, ...closed, epochSec: policy.epochSec })
}

async function readConfig(chain: ChainReader, marketId: Hex): Promise<MarketConfig> {
  const { block: head } = await chain.readHead()
  return fromAbiConfig((await chain.readMarket(marketId, head)).config)
}
