import type { Address } from 'viem'
import { governorAbi } from '../abi/index.ts'
import type { Reader } from './reader.ts'
import type { Voting } from './readVoting.ts'
import { readVotingPower, type VotingPower } from './readVotingPower.ts'

/** What an account brings to the vote on a proposal. */
export interface VoterStanding
  extends VotingPower,
    Pick<Voting, 'id' | 'state' | 'voteStartAt' | 'voteEndAt'> {
  hasVoted: boolean
}

/** What an account can bring to the vote on a proposal, and whether it has voted. */
export async function readStanding(
  { client, network }: Reader,
  account: Address,
  { id, state, voteStartAt, voteEndAt }: Voting,
): Promise<VoterStanding> {
  const { governor, token } = network.addresses
  const [{ votes, isProvisional }, hasVoted] = await Promise.all([
    readVotingPower(client, token, account, voteStartAt),
    client.readContract({
      address: governor,
      abi: governorAbi,
      functionName: 'hasVoted',
      args: [id, account],
    }),
  ])
  return { id, state, voteStartAt, voteEndAt, votes, isProvisional, hasVoted }
}
