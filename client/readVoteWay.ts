import type { Address, PublicClient } from 'viem'
import { governorAbi } from '../abi/index.ts'

/** How a vote came that counts: on chain, by the voter or by his ballot, it is final; by Snapshot it can be replaced. */
export type VoteWay = 'chain' | 'snapshot'

/** The way by which the vote of an account came that the Governor counts; undefined: it counts none. */
export async function readVoteWay(
  client: PublicClient,
  governor: Address,
  proposalId: bigint,
  voter: Address,
): Promise<VoteWay | undefined> {
  const at = { address: governor, abi: governorAbi, args: [proposalId, voter] } as const
  const [hasVoted, [choice]] = await Promise.all([
    client.readContract({ ...at, functionName: 'hasVoted' }),
    client.readContract({ ...at, functionName: 'snapshotBallot' }),
  ])
  if (!hasVoted) return undefined
  return choice === 0 ? 'chain' : 'snapshot'
}
