import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Hex } from 'viem'
import { useSession } from '../network/session.ts'

/** How often the node is asked for its latest block, milliseconds. Hidden pages do not ask. */
const POLL_MS = 3_000

/** The latest block of the node. */
export interface Head {
  number: bigint
  hash: Hex
  parentHash: Hex
  /** Unix seconds. */
  timestamp: bigint
}

/** The key under which the head is kept. */
const headKey = ['head'] as const

/** The latest block, read anew every few seconds; undefined until the node has answered once. */
export function useHead(): Head | undefined {
  return useHeadReading().data
}

/** The same with what the latest question came to. */
export function useHeadReading() {
  const { client } = useSession()
  return useQuery({
    queryKey: headKey,
    queryFn: async (): Promise<Head> => {
      const { number, hash, parentHash, timestamp } = await client.getBlock()
      return { number, hash, parentHash, timestamp }
    },
    refetchInterval: POLL_MS,
    // One answer that is lost is nothing to tell; two are.
    retry: 1,
    structuralSharing: (before, after) => keepSame(before, after),
  })
}

/** The same block stays the same object, so that nothing is drawn again for it. */
function keepSame(before: unknown, after: unknown): unknown {
  return (before as Head | undefined)?.hash === (after as Head).hash ? before : after
}

/**
 * Reads everything anew that depends on the chain's end when a block has come, and everything at all when the chain took
 * another way (a block that was the head is gone). Once on a page.
 */
export function useFollowHead(onReorg: (from: bigint) => void): void {
  const head = useHead()
  const queries = useQueryClient()
  const { client } = useSession()
  const last = useRef<Head>(undefined)
  useEffect(() => {
    const before = last.current
    last.current = head
    if (head === undefined || before === undefined || head === before) return
    let isCurrent = true
    const follow = async () => {
      const isReorg = head.parentHash !== before.hash && (await isGone(before))
      if (!isCurrent) return
      if (isReorg) onReorg(before.number)
      await queries.invalidateQueries({
        predicate: (query) => query.queryKey[0] !== headKey[0] && (isReorg || isLive(query)),
      })
    }
    const isGone = async ({ number, hash }: Head): Promise<boolean> => {
      if (head.number < number) return true
      const block = await client.getBlock({ blockNumber: number }).catch(() => undefined)
      return block !== undefined && block.hash !== hash
    }
    void follow()
    return () => {
      isCurrent = false
    }
  }, [head, queries, client, onReorg])
}

function isLive(query: { meta?: Record<string, unknown> | undefined }): boolean {
  return query.meta?.isLive === true
}
