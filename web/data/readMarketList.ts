import type { Hex } from 'viem'
import { readMarketIds } from '../../client/readMarkets.ts'
import type { Session } from '../network/session.ts'

/** Blocks of which the node is asked once more: its index of logs may have lagged behind its head. */
const OVERLAP_BLOCKS = 64n

interface Block {
  number: bigint
  hash: Hex
}

const lists = new WeakMap<Session, { ids: readonly Hex[]; block: Block }>()

/**
 * Which markets there are at a block, in the order in which they were added. Only the blocks that have come since the last
 * time are asked for, unless the chain has taken another way.
 *
 * @throws IncompleteLogsError, ChainReadError
 */
export async function readMarketList(session: Session, block: Block): Promise<readonly Hex[]> {
  const { client, network } = session
  const { startBlock, addresses } = network
  const kept = lists.get(session)
  const before = kept !== undefined && (await isBelow(kept.block)) ? kept : undefined
  const next = before === undefined ? startBlock : before.block.number - OVERLAP_BLOCKS
  const fromBlock = next > startBlock ? next : startBlock
  const found = await readMarketIds(client, addresses.riskParameters, {
    fromBlock,
    toBlock: block.number,
    isSinceCreation: fromBlock === startBlock,
  })
  const ids = [...new Set([...(before?.ids ?? []), ...found])]
  lists.set(session, { ids, block })
  return ids

  /** Whether a block is the given one, or the chain that ends in it went through it. */
  async function isBelow({ number, hash }: Block): Promise<boolean> {
    if (number > block.number) return false
    if (number === block.number) return hash === block.hash
    return (await client.getBlock({ blockNumber: number })).hash === hash
  }
}
