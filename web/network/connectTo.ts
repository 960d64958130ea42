import type { PublicClient } from 'viem'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { createReader } from './createReader.ts'

/** A client of another chain. @throws Error if the node is on another one than that; viem's errors if it does not answer. */
export async function connectTo(rpcUrl: string, chainId: number): Promise<PublicClient> {
  const client = createReader(
    nodeTransport(rpcUrl, { batch: { wait: 0 }, retryCount: 1, retryDelay: 300 }),
  )
  const got = await client.getChainId()
  if (got !== chainId) throw new Error(`its node is on chain ${got}, wanted is ${chainId}`)
  return client
}
