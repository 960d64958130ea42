import type { Address } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import type { Voting } from '../../client/readVoting.ts'
import { readVotingPower } from '../../client/readVotingPower.ts'
import type { OpenVote } from './formatAccount.ts'
import type { Session } from './session.ts'

/** What an account can bring to the vote on a proposal, and whether it has voted. */
export async function readStanding(
  { client, network }: Session,
  account: Address,
  { id, state, voteStartAt, voteEndAt }: Voting,
): Promise<Omit<OpenVote, 'title'>> {
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
