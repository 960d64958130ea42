// The latest observation of a market, from the index, as far as the chain confirms it.
//
// Method:   the index's newest block has to be on the chain before the query and after it, and so does the closing
//           block of the observation. The distance to the chain's latest block shows whether the index is alive.
//           Requests that do not depend on each other are sent together, because each round trip delays a push.
//           Of two subgraphs both are asked at one block and have to agree; one that does not answer, or is too far
//           behind the other, is not used.

import { isDeepStrictEqual } from 'node:util'
import type { Address, Hex } from 'viem'
import type { Observation } from '../../core/index.ts'
import { fetchPinnedBlock, type QueryClient } from '../../query/index.ts'
import type { ChainReader } from './createChainReader.ts'
import type { ChainBlock } from './createEndpoints.ts'
import { ContradictionError } from './errors.ts'
import {
  fetchClosedObservation,
  fetchLatestObservation,
  type IndexedObservation,
} from './fetchObservation.ts'

export interface IndexSourceOptions {
  /** One subgraph or two. */
  clients: readonly QueryClient[]
  chain: ChainReader
  /** How many blocks there are on top of the one at which the index is asked; 0 without it: it is asked at its newest. */
  confirmations?: bigint
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

/** An observation with its closing block, on the chain. */
export interface ClosedObservation {
  observation: Observation
  block: ChainBlock
  /**
   * Address of the market's stored configuration before the block, where source and policy of the observation come from:
   * a vote that is carried out in the block itself makes the contract refuse the evidence.
   */
  config: Address
}

/** An observation with its closing block, or why no observation can be used; `detail` is one line for a log. */
export type IndexReading =
  | ({ type: 'observation'; lag: Lag } & ClosedObservation)
  | {
      type: 'none'
      reason: 'lagging' | 'no-observation'
      lag: Lag
      detail: string
    }

export interface IndexSource {
  /** @throws ContradictionError if index and chain have different blocks; ChainUnavailableError; what a query throws. */
  readLatest(marketId: Hex): Promise<IndexReading>
  /**
   * The observation that a block closed; none if index or chain do not have the block, or it closed none.
   *
   * @throws as `readLatest` does.
   */
  readClosed(
    marketId: Hex,
    closing: Pick<ChainBlock, 'number' | 'hash'>,
  ): Promise<ClosedObservation | undefined>
}

export function createIndexSource(options: IndexSourceOptions): IndexSource {
  const { clients, chain, confirmations = 0n, maxLagBlocks, maxLagSec } = options

  async function requireOnChain(block: ChainBlock, what: string): Promise<void> {
    const { hash } = await chain.readBlock(block.number)
    if (hash === block.hash) return
    const detail = `${what} ${block.number} is ${block.hash} in the index and ${hash} on the chain`
    throw new ContradictionError(detail)
  }

  /** The newest block that all subgraphs in use have, and which they are. */
  async function pin(): Promise<{ newest: ChainBlock; inUse: QueryClient[] }> {
    const answers = await Promise.allSettled(
      clients.map(async (client) => ({ client, block: await fetchPinnedBlock(client) })),
    )
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    const byHeight = found.toSorted((a, b) => (a.block.number < b.block.number ? 1 : -1))
    const highest = byHeight[0]?.block
    if (highest === undefined) {
      throw answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))[0]
    }
    const fresh = byHeight.filter(({ block }) => highest.number - block.number <= maxLagBlocks)
    const newest = fresh.at(-1)?.block ?? highest
    const other = fresh.find(({ block }) => {
      return block.number === newest.number && block.hash !== newest.hash
    })
    if (other !== undefined) {
      const detail = `the subgraphs have ${other.block.hash} and ${newest.hash} as block ${newest.number}`
      throw new ContradictionError(detail)
    }
    return { newest, inUse: fresh.map(({ client }) => client) }
  }

  /** The block to ask at: the index's newest, or the one that has as many on top of it as are wanted. */
  async function choose(newest: ChainBlock, head: ChainBlock): Promise<ChainBlock> {
    const deepest = head.number - confirmations
    return newest.number <= deepest || deepest < 0n ? newest : chain.readBlock(deepest)
  }

  /** What all subgraphs in use say at one block that is on the chain, which has to be there afterwards too. */
  async function fetchConfirmed(
    marketId: Hex,
    { newest, inUse }: Awaited<ReturnType<typeof pin>>,
    fetch: (client: QueryClient) => Promise<IndexedObservation | undefined>,
  ): Promise<ClosedObservation | undefined> {
    const [first, ...others] = await Promise.all(inUse.map(fetch))
    if (others.some((other) => !isDeepStrictEqual(other, first))) {
      const origins = inUse.map(({ origin }) => origin).join(' and ')
      throw new ContradictionError(`${origins} differ on the observation at block ${newest.number}`)
    }
    const [, closed] = await Promise.all([
      requireOnChain(newest, 'block'),
      first && complete(marketId, first),
    ])
    return closed
  }

  async function readConfigBefore(marketId: Hex, { number }: ChainBlock): Promise<Address> {
    return chain.readConfigAddress(marketId, await chain.readBlock(number - 1n))
  }

  async function complete(
    marketId: Hex,
    { observation, block }: IndexedObservation,
  ): Promise<ClosedObservation> {
    const [, config] = await Promise.all([
      requireOnChain(block, 'the closing block'),
      readConfigBefore(marketId, block),
    ])
    return { observation, block, config }
  }

  return {
    async readLatest(marketId) {
      // One after the other: a head that was read first could be behind the index by an honest block.
      const pinned = await pin()
      const { newest } = pinned
      const before = requireOnChain(newest, 'block')
      // A chain that is behind the index cannot confirm its newest block; the code below reports that.
      before.catch(() => {})
      const { block: head } = await chain.readHead()
      const lag = { blocks: head.number - newest.number, sec: head.timestamp - newest.timestamp }
      const none = (reason: 'lagging' | 'no-observation', detail: string) => {
        return { type: 'none', reason, lag, detail } as const
      }
      if (lag.blocks > maxLagBlocks || lag.sec > maxLagSec) {
        const limits = `allowed are ${maxLagBlocks} and ${maxLagSec}`
        return none('lagging', `the index is ${lag.blocks} blocks, ${lag.sec} s behind, ${limits}`)
      }
      if (lag.blocks < 0n) {
        return none('lagging', `the chain's endpoints are ${-lag.blocks} blocks behind the index`)
      }
      await before
      const block = await choose(newest, head)
      const closed = await fetchConfirmed(marketId, { ...pinned, newest: block }, (client) =>
        fetchLatestObservation(client, marketId, block),
      )
      if (closed === undefined) return none('no-observation', 'the index has no observation yet')
      return { type: 'observation', lag, ...closed }
    },

    async readClosed(marketId, closing) {
      const pinned = await pin()
      const { newest } = pinned
      if (newest.number < closing.number) return undefined
      await requireOnChain(newest, 'block')
      return fetchConfirmed(marketId, pinned, (client) =>
        fetchClosedObservation(client, marketId, closing.hash, newest),
      )
    },
  }
}
