import { createPublicClient, http, type PublicClient } from 'viem'
import { boundRetryAfter } from '../http/boundRetryAfter.ts'
import { ChainReadError } from './errors.ts'

/** If a node asks for a longer wait, the user gets an error instead. */
const MAX_WAIT_MS = 60_000

/**
 * A client for reading, which repeats what fails for now.
 *
 * @throws ChainReadError if the node does not answer, or is on another chain.
 */
export async function connect(rpcUrl: string, chainId: number): Promise<PublicClient> {
  const { host } = new URL(rpcUrl)
  const client = createPublicClient({
    transport: http(rpcUrl, {
      batch: { wait: 0 },
      fetchFn: boundRetryAfter(MAX_WAIT_MS),
      retryCount: 3,
      retryDelay: 200,
      timeout: 20_000,
    }),
    // A command shows the present state, so nothing is cached.
    cacheTime: 0,
    pollingInterval: 200,
  })
  const got = await client.getChainId().catch((cause) => {
    throw new ChainReadError(`the node at ${host} does not answer; start it or give another`, {
      cause,
    })
  })
  if (got === chainId) return client
  throw new ChainReadError(
    `the node at ${host} is on chain ${got}, wanted is ${chainId}; give another node or network`,
  )
}
