import { createQueryClient, fetchPinnedBlock, type PinnedBlock } from '../../../query/index.ts'
import type { ReplicaStack } from './replicaStack.ts'
import { until } from './until.ts'

/** Waits until the index has the chain's latest block. */
export async function waitForIndex({ stack, client }: ReplicaStack): Promise<PinnedBlock> {
  const index = createQueryClient({ url: stack.urls.graphql ?? '' })
  const { hash } = await client.getBlock()
  return until('the index at the latest block', async () => {
    // Of the block before its first one it does not know the time.
    const block = await fetchPinnedBlock(index).catch(() => undefined)
    return block?.hash === hash ? block : undefined
  })
}
