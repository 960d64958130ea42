import type { Hex } from 'viem'
import type { ReplicaStack } from './replicaStack.ts'

export interface Reorg {
  /** How many blocks go. */
  depth: number
  /** Whether the chain is never seen shorter than it was. */
  isAtOnce: boolean
  /** Whether the node still has the transactions of the blocks that went, and brings them into new ones. */
  isPooled: boolean
}

/** From a block to the next one on the new branch, seconds: no block of it is one of the old ones. */
const BLOCK_SEC = 13

/** Puts other blocks in place of the latest ones, and one more. */
export async function reorganise(
  { client }: ReplicaStack,
  { depth, isAtOnce, isPooled }: Reorg,
): Promise<void> {
  const raws = await readTransactions(client, depth)
  const request = (method: string, ...params: unknown[]) => {
    return client.request({ method, params } as never)
  }
  await request('anvil_setBlockTimestampInterval', BLOCK_SEC)
  if (isAtOnce) await request('anvil_reorg', depth, [])
  else await request('anvil_rollback', depth)
  if (isPooled) for (const raw of raws) await request('eth_sendRawTransaction', raw)
  for (let block = isAtOnce ? depth : 0; block <= depth; block++) await request('evm_mine')
  await request('anvil_removeBlockTimestampInterval')
}

/** Of the latest blocks, in their order. */
async function readTransactions(client: ReplicaStack['client'], depth: number): Promise<Hex[]> {
  const { number: last } = await client.getBlock()
  const raws: Hex[] = []
  for (let number = last - BigInt(depth) + 1n; number <= last; number++) {
    const { transactions } = await client.getBlock({ blockNumber: number })
    for (const hash of transactions) {
      raws.push(
        await client.request({ method: 'eth_getRawTransactionByHash', params: [hash] } as never),
      )
    }
  }
  return raws
}
