import { fetchLatest, type Latest } from '../../query/index.ts'
import { useHead } from './useHead.ts'
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
    againMs: ({ data: latest, error }) => {
      if (error !== null) return AFTER_FAILURE_MS
      if (latest === undefined || head === undefined) return undefined
      const lagBlocks = head.number - latest.block.number
      return lagBlocks > 0n && lagBlocks < BEHIND_BLOCKS ? AGAIN_MS : undefined
    },
  })
}
