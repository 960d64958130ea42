import { fetchLatest, type Latest, type PinnedBlock } from '../../query/index.ts'
import { type Head, useHead } from './useHead.ts'
import { type Reading, useReading } from './useReading.ts'

/** How soon an index that has not seen the latest block is asked again, milliseconds. */
const AGAIN_MS = 1_000
/** How soon one that has failed is asked again, milliseconds. */
const AFTER_FAILURE_MS = 10_000
/** From how many blocks on an index counts as behind, and is asked when blocks come. */
const BEHIND_BLOCKS = 5n

/** What the index knows of each market now; undefined where the network names no index. */
export function useLatest(): Reading<Latest | undefined> {
  const head = useHead()
  return useReading({
    key: ['latest'],
    isLive: true,
    read: async ({ index }) => (index === undefined ? undefined : fetchLatest(index)),
    againMs: ({ data, error }) => againWhileBehind(head, data?.block, error),
  })
}

/** When an index is asked again that takes a block a little later than the node does: milliseconds. */
export function againWhileBehind(
  head: Head | undefined,
  block: PinnedBlock | undefined,
  error: Error | null,
): number | undefined {
  if (error !== null) return AFTER_FAILURE_MS
  if (head === undefined || block === undefined) return undefined
  const lagBlocks = head.number - block.number
  return lagBlocks > 0n && lagBlocks < BEHIND_BLOCKS ? AGAIN_MS : undefined
}
