import type { Address } from 'viem'
import { decodeProposal, shortenId } from '../governance/index.ts'
import { type DelegationWords, explainNoVotes } from './explainPower.ts'
import { formatUtc } from './formatUtc.ts'
import { toProposalContracts } from './network/proposalContracts.ts'
import type { Reader } from './reader.ts'
import type { Holding } from './readHolding.ts'
import type { MadeProposal } from './readProposals.ts'
import { readStanding, type VoterStanding } from './readStanding.ts'
import { readVoting } from './readVoting.ts'

/** What an account brings to the vote on a proposal. */
export interface OpenVote extends VoterStanding {
  title: string
}

/** What an account brings to the vote on each of some proposals. */
export async function readOpenVotes(
  reader: Reader,
  account: Address,
  proposals: readonly MadeProposal[],
): Promise<OpenVote[]> {
  const { client, network } = reader
  const { governor } = network.addresses
  const contracts = toProposalContracts(network)
  return Promise.all(
    proposals.map(async (made) => {
      const voting = await readVoting(client, governor, made.id)
      const { title } = decodeProposal(made, contracts)
      return { title, ...(await readStanding(reader, account, voting)) }
    }),
  )
}

/**
 * What to do where an account has no votes, now or on a proposal; sentences without their full stops.
 *
 * @param words - How one delegates; the command line's without them.
 */
export function adviseVoter(
  holding: Holding,
  votes: readonly OpenVote[],
  words?: DelegationWords,
): string[] {
  const none = explainNoVotes(holding, words)
  if (none !== undefined) {
    return [`${none}; that counts for proposals whose vote begins later`]
  }
  return votes
    .filter((vote) => vote.votes === 0n)
    .map(
      ({ id, voteStartAt }) =>
        `it had no votes at ${formatUtc(voteStartAt)}, when the vote on ${shortenId(id)} began; those that it has now count for proposals whose vote begins later`,
    )
}
