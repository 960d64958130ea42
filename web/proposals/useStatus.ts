import { useEffect } from 'react'
import { isFinal } from '../../client/proposals/readStates.ts'
import { readNextBlockAt } from '../../client/readNextBlockAt.ts'
import { type MadeProposal, type ProposalStatus, readStatus } from '../../client/readProposals.ts'
import { readVoting } from '../../client/readVoting.ts'
import type { ProposalState } from '../../governance/index.ts'
import { type Reading, useReading } from '../data/useReading.ts'

/** No timer of a browser waits for longer, milliseconds. */
const MAX_WAIT_MS = 2_000_000_000

/** Where a proposal stands as of the block to come. */
export interface StatusNow extends ProposalStatus {
  /** Time of that block, Unix seconds. */
  nowAt: bigint
}

/**
 * State, tally and times of a proposal: read again with each block until its state is final, and when its vote begins or
 * ends, which on a quiet chain no block tells. The state is that of the block to come.
 *
 * @param known - Its state, if it is known already.
 */
export function useStatus(
  made: Pick<MadeProposal, 'id' | 'voteStartAt'>,
  known?: ProposalState,
): Reading<StatusNow> {
  const { id, voteStartAt } = made
  const isLive = known === undefined || !isFinal(known)
  const reading = useReading({
    key: ['proposal-status', `${id}`, isLive],
    isLive,
    read: async ({ client, network }): Promise<StatusNow> => {
      const { governor } = network.addresses
      const [status, { state }, nowAt] = await Promise.all([
        readStatus(client, governor, { id, voteStartAt }),
        readVoting(client, governor, id),
        readNextBlockAt(client),
      ])
      return Object.assign(status, { state, nowAt })
    },
  })
  const { data, refetch } = reading
  useEffect(() => {
    if (!isLive || data === undefined) return
    const nextAt = findNext(data, voteStartAt)
    if (nextAt === undefined) return
    // Voting begins in the second after its start, and is over in the second after its end.
    const waitMs = Number(nextAt + 1n - data.nowAt) * 1_000
    const timer = setTimeout(() => void refetch(), Math.min(waitMs, MAX_WAIT_MS))
    return () => clearTimeout(timer)
  }, [isLive, data, voteStartAt, refetch])
  return reading
}

/** When time alone will change the state next. */
function findNext(
  { voteEndAt, executableAt, nowAt }: StatusNow,
  voteStartAt: bigint,
): bigint | undefined {
  const moments = [voteStartAt, voteEndAt, executableAt].filter((at) => at >= nowAt)
  return moments.toSorted((a, b) => (a < b ? -1 : 1))[0]
}
