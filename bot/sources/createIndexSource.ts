// The latest observation of a market, from the index, as far as the chain confirms it.
//
// Method:   the index's newest block has to be on the chain before the query and after it, and so does the closing
//           block of the observation; how far behind the chain the block is, is what tells whether the index lives.

import { type Address, type Hex, isAddressEqual, zeroAddress } from 'viem'
import type { Observation } from '../../core/index.ts'
import { fetchPinnedBlock, type QueryClient } from '../../query/index.ts'
import type { ChainBlock, ChainReader } from './createChainReader.ts'
import { ContradictionError } from './errors.ts'
import { fetchLatestObservation } from './fetchLatestObservation.ts'

export interface IndexSourceOptions {
  client: QueryClient
  chain: ChainReader
  /** How many blocks the index may be behind the chain. */
  maxLagBlocks: bigint
  /** How much older the index's newest block may be than the chain's, seconds. */
  maxLagSec: bigint
}

/** How far the index is behind the chain. */
export interface Lag {
  /** Negative: the chain's endpoints are behind the index. */
  blocks: bigint
  sec: bigint
}

/** An observation with its closing block, or why there is none to be used; `detail` is one line for a log. */
export type IndexReading =
  | {
      type: 'observation'
      lag: Lag
      observation: Observation
      block: ChainBlock
      epoch: bigint
    }
  | {
      type: 'none'
      reason: 'lagging' | 'no-observation' | 'no-portfolio'
      lag: Lag
      detail: string
    }

export interface IndexSource {
  /**
   * @param portfolio - Whose net asset value counts, read at the closing block.
   * @throws ContradictionError if index and chain have different blocks; ChainUnavailableError; what a query throws.
   */
  readLatest(marketId: Hex, portfolio: Address): Promise<IndexReading>
}

export function createIndexSource(options: IndexSourceOptions): IndexSource {
  const { client, chain, maxLagBlocks, maxLagSec } = options

  async function requireOnChain(block: ChainBlock, what: string): Promise<void> {
    const { hash } = await chain.readBlock(block.number)
    if (hash === block.hash) return
    const detail = `${what} ${block.number} is ${block.hash} in the index and ${hash} on the chain`
    throw new ContradictionError(detail)
  }

  return {
    async readLatest(marketId, portfolio) {
      const newest = await fetchPinnedBlock(client)
      const { block: head } = await chain.readHead()
      const lag = { blocks: head.number - newest.number, sec: head.timestamp - newest.timestamp }
      const none = (reason: 'lagging' | 'no-observation' | 'no-portfolio', detail: string) => {
        return { type: 'none', reason, lag, detail } as const
      }
      if (lag.blocks > maxLagBlocks || lag.sec > maxLagSec) {
        const limits = `allowed are ${maxLagBlocks} and ${maxLagSec}`
        return none('lagging', `the index is ${lag.blocks} blocks, ${lag.sec} s behind, ${limits}`)
      }
      // A chain that is behind the index cannot confirm its newest block.
      if (lag.blocks < 0n) {
        return none('lagging', `the chain's endpoints are ${-lag.blocks} blocks behind the index`)
      }
      if (isAddressEqual(portfolio, zeroAddress)) {
        return none('no-portfolio', 'voters have named no portfolio')
      }
      await requireOnChain(newest, 'block')
      const found = await fetchLatestObservation(client, marketId, newest)
      await requireOnChain(newest, 'block')
      if (found === undefined) return none('no-observation', 'the index has no observation yet')

      const { block, epoch, ...measured } = found
      await requireOnChain(block, 'the closing block')
      const navUsd6 = await chain.readNavUsd6(portfolio, block)
      return { type: 'observation', lag, observation: { ...measured, navUsd6 }, block, epoch }
    },
  }
}
