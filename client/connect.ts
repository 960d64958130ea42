import { createPublicClient, type PublicClient } from 'viem'
import { describeNodeFailure } from '../http/explainNodeFailure.ts'
import { nodeTransport } from '../http/nodeTransport.ts'
import { ChainReadError } from './errors.ts'

/**
 * A client for reading, which repeats what fails for now.
 *
 * @throws ChainReadError if the node does not answer, and why, or is on another chain.
 */
export async function connect(rpcUrl: string, chainId: number): Promise<PublicClient> {
  const { host } = new URL(rpcUrl)
  const client = createPublicClient({
    transport: nodeTransport(rpcUrl, {
      batch: { wait: 0 },
      retryCount: 3,
      retryDelay: 200,
      timeout: 20_000,
    }),
    // A command shows the present state, so nothing is cached.
    cacheTime: 0,
    pollingInterval: 200,
  })
  const got = await client.getChainId().catch((cause) => {
    throw new ChainReadError(
      describeNodeFailure(cause, rpcUrl) ??
        `the node at ${host} is no Ethereum node; give the URL of one`,
      { cause },
    )
  })
  if (got === chainId) return client
  throw new ChainReadError(
    `the node at ${host} is on chain ${got}, wanted is ${chainId}; give another node or network`,
  )
}
