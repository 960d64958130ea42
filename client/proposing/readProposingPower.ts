import type { Address, PublicClient } from 'viem'
import { governorAbi, tokenAbi } from '../../abi/index.ts'

/** The votes of an account, and those that a proposer needs; 18 decimals. */
export interface ProposingPower {
  votes: bigint
  thresholdVotes: bigint
}

/** Whether an account may propose now. The Governor asks for its votes one second before the block of the proposal. */
export async function readProposingPower(
  client: PublicClient,
  { governor, token }: { governor: Address; token: Address },
  account: Address,
): Promise<ProposingPower> {
  const blockTag = 'pending'
  const [votes, thresholdVotes] = await Promise.all([
    client.readContract({
      address: token,
      abi: tokenAbi,
      functionName: 'getVotes',
      args: [account],
      blockTag,
    }),
    client.readContract({
      address: governor,
      abi: governorAbi,
      functionName: 'proposalThreshold',
      blockTag,
    }),
  ])
  return { votes, thresholdVotes }
}
