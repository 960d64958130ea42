import { useMemo } from 'react'
import type { Hex, PublicClient } from 'viem'
import { isFinal } from '../../../client/proposals/readStates.ts'
import { fetchVotes, type IndexedVote } from '../../../query/index.ts'
import { type Reading, useReading } from '../../data/useReading.ts'
import { useSession } from '../../network/session.ts'
import type { ReadPage } from './useProposalPage.ts'
import { mergeVotes, type ShownVote } from './votes.ts'

/** Times of blocks, which their hashes fix. */
const times = new WeakMap<PublicClient, Map<Hex, bigint>>()

/** The votes with their ways and times, as far as they are known. */
export interface ReadVotes {
  votes: readonly ShownVote[] | undefined
  /** What the index says; not asked where the network names none. */
  ways: Reading<IndexedVote[]>
  hasIndex: boolean
}

/** Votes are the chain's; the index adds how each came, and when. */
export function useVotes({ votes, idHex, status }: ReadPage): ReadVotes {
  const { index } = useSession()
  const state = status.data?.state
  const isOpen = state !== undefined && !isFinal(state)
  const count = votes.data?.length ?? 0
  const ways = useReading({
    key: ['vote-ways', idHex, isOpen, count],
    isLive: isOpen,
    isEnabled: index !== undefined && count > 0,
    read: async (session) => (session.index === undefined ? [] : fetchVotes(session.index, idHex)),
  })
  const isIndexAsked = index !== undefined && ways.data === undefined && ways.error === null
  const missing = useMemo(() => {
    const untimed = mergeVotes(votes.data ?? [], ways.data).filter(({ at }) => at === undefined)
    return [...new Set(untimed.map(({ blockHash }) => blockHash))]
  }, [votes.data, ways.data])
  const blocks = useReading({
    key: ['block-times', missing],
    isEnabled: missing.length > 0 && !isIndexAsked,
    read: ({ client }) => readTimes(client, missing),
  })
  const shown = useMemo(
    () => votes.data && mergeVotes(votes.data, ways.data, blocks.data),
    [votes.data, ways.data, blocks.data],
  )
  return { votes: shown, ways, hasIndex: index !== undefined }
}

async function readTimes(
  client: PublicClient,
  hashes: readonly Hex[],
): Promise<ReadonlyMap<Hex, bigint>> {
  const known = times.get(client) ?? new Map<Hex, bigint>()
  times.set(client, known)
  const read = hashes
    .filter((hash) => !known.has(hash))
    .map(async (blockHash) => {
      known.set(blockHash, (await client.getBlock({ blockHash })).timestamp)
    })
  await Promise.all(read)
  return new Map(known)
}
