import type { Address, PublicClient } from 'viem'
import { tokenAbi } from '../abi/index.ts'
import { readNextBlockAt } from './readNextBlockAt.ts'

/** What an account can bring to the vote on one proposal. */
export interface VotingPower {
  /** 18 decimals; 0: a vote of the account counts for nothing. */
  votes: bigint
  /** The moment that decides is still to come: `votes` are those of now, and may change until then. */
  isProvisional: boolean
}

/**
 * The votes of an account on a proposal: what it held, or was given by others, at the moment when the vote began.
 *
 * @param voteStartAt - Unix seconds: the proposal's snapshot.
 */
export async function readVotingPower(
  client: PublicClient,
  token: Address,
  account: Address,
  voteStartAt: bigint,
): Promise<VotingPower> {
  const isProvisional = (await readNextBlockAt(client)) <= voteStartAt
  // As of the block that would hold a vote: the token knows the past only, and a quiet chain's last block may be old.
  const at = { address: token, abi: tokenAbi, blockTag: 'pending' } as const
  const votes = isProvisional
    ? await client.readContract({ ...at, functionName: 'getVotes', args: [account] })
    : await client.readContract({
        ...at,
        functionName: 'getPastVotes',
        args: [account, voteStartAt],
      })
  return { votes, isProvisional }
}
