import { BlockNotFoundError, type PublicClient } from 'viem'

/**
 * When the block that would hold a transaction of now begins, Unix seconds. A chain whose blocks come with transactions
 * may have an old last block, so that block's time is not used; a node without a pending block gives the last one's.
 */
export async function readNextBlockAt(client: PublicClient): Promise<bigint> {
  try {
    return (await client.getBlock({ blockTag: 'pending' })).timestamp
  } catch (error) {
    if (!(error instanceof BlockNotFoundError)) throw error
    return (await client.getBlock({ blockTag: 'latest' })).timestamp
  }
}
