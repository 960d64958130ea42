import { isFinal } from '../../client/proposals/readStates.ts'
import { type MadeProposal, type ProposalStatus, readStatus } from '../../client/readProposals.ts'
import type { ProposalState } from '../../governance/index.ts'
import { type Reading, useReading } from '../data/useReading.ts'

/**
 * State, tally and times of a proposal, read again with each block until its state is final.
 *
 * @param state - If it is known already.
 */
export function useStatus(
  made: Pick<MadeProposal, 'id' | 'voteStartAt'>,
  state?: ProposalState,
): Reading<ProposalStatus> {
  const { id, voteStartAt } = made
  const isLive = state === undefined || !isFinal(state)
  return useReading({
    key: ['proposal-status', `${id}`, isLive],
    isLive,
    read: ({ client, network }) =>
      readStatus(client, network.addresses.governor, { id, voteStartAt }),
  })
}
