import { useEffect } from 'react'
import { readNextBlockAt } from '../../client/readNextBlockAt.ts'
import { readVoting, type Voting } from '../../client/readVoting.ts'
import { type Reading, useReading } from '../data/useReading.ts'

/** Where a vote stands, and when. */
export interface VotingNow {
  voting: Voting
  /** When the block that would hold a transaction of now begins, Unix seconds. */
  nowAt: bigint
}

/** No timer of a browser waits for longer, milliseconds. */
const MAX_WAIT_MS = 2_000_000_000

/**
 * Where the vote on a proposal stands: read again with each block, and when its vote begins or ends or the timelock lets
 * it through, which on a quiet chain no block tells.
 */
export function useVoting(id: bigint): Reading<VotingNow> {
  const reading = useReading({
    key: ['voting', `${id}`],
    isLive: true,
    read: async ({ client, network }): Promise<VotingNow> => {
      const [voting, nowAt] = await Promise.all([
        readVoting(client, network.addresses.governor, id),
        readNextBlockAt(client),
      ])
      return { voting, nowAt }
    },
  })
  const { data, refetch } = reading
  useEffect(() => {
    if (data === undefined) return
    const { voting, nowAt } = data
    const next = [voting.voteStartAt, voting.voteEndAt, voting.executableAt]
      .filter((at) => at >= nowAt)
      .toSorted((a, b) => (a < b ? -1 : 1))[0]
    if (next === undefined) return
    // Voting begins in the second after its start, and is over in the second after its end.
    const waitMs = Number(next + 1n - nowAt) * 1_000
    const timer = setTimeout(() => void refetch(), Math.min(waitMs, MAX_WAIT_MS))
    return () => clearTimeout(timer)
  }, [data, refetch])
  return reading
}
