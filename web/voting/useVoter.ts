import { type Address, isAddressEqual } from 'viem'
import { isFinal } from '../../client/proposals/readStates.ts'
import type { MadeProposal } from '../../client/readProposals.ts'
import { type CastVote, readCastVotes } from '../../client/readVotes.ts'
import { readVoteWay, type VoteWay } from '../../client/readVoteWay.ts'
import type { Voting } from '../../client/readVoting.ts'
import { type Weight, weighVote } from '../../client/weighVote.ts'
import { type Reading, useReading } from '../data/useReading.ts'
import { pageWords } from './delegationWords.ts'

/** What an account brings to a vote, and the vote of it that counts already. */
export interface Voter {
  account: Address
  weight: Weight
  /** Undefined: no vote of it counts. */
  way: VoteWay | undefined
}

/** Weighs the vote of an account. */
export function useVoter(voting: Voting | undefined, account: Address | undefined): Reading<Voter> {
  return useReading({
    key: ['voter', `${voting?.id}`, account, `${voting?.state}`],
    isLive: true,
    isEnabled: voting !== undefined && account !== undefined,
    read: async (session) => {
      const { client, network } = session
      // Only then it is enabled.
      const [open, by] = [voting as Voting, account as Address]
      const [weight, way] = await Promise.all([
        weighVote(session, by, open, pageWords),
        readVoteWay(client, network.addresses.governor, open.id, by),
      ])
      return { account: by, weight, way }
    },
  })
}

/** The vote of an account that the Governor counts; undefined while it is not known. */
export function useOwnVote(made: MadeProposal, voting: Voting, voter: Voter): CastVote | undefined {
  const isOpen = !isFinal(voting.state)
  const { data } = useReading({
    // The proposal's page reads the same.
    key: ['votes', `${made.id}`, isOpen],
    isLive: isOpen,
    isEnabled: voter.way !== undefined,
    read: ({ client, network }) =>
      readCastVotes(client, network.addresses.governor, made.blockNumber, made.id),
  })
  return data?.find((vote) => vote.isCounted && isAddressEqual(vote.address, voter.account))
}
