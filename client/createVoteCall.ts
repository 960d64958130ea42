import type { Address } from 'viem'
import { governorAbi } from '../abi/index.ts'
import type { Ballot } from './ballot.ts'
import type { ContractCall } from './contractCall.ts'

/** As the Governor numbers them, from 0. */
export const supports = ['against', 'for', 'abstain'] as const
export type Choice = (typeof supports)[number]

/** The Governor's number of a choice. */
export function toSupport(choice: Choice): 0 | 1 | 2 {
  return supports.indexOf(choice) as 0 | 1 | 2
}

/** The call by which a voter votes on chain. @param reason - Recorded in the event of the vote; none: a cheaper call. */
export function createVoteCall(
  governor: Address,
  proposalId: bigint,
  choice: Choice,
  reason?: string,
): ContractCall {
  const at = { address: governor, abi: governorAbi }
  const support = toSupport(choice)
  return reason === undefined
    ? { ...at, functionName: 'castVote', args: [proposalId, support] }
    : { ...at, functionName: 'castVoteWithReason', args: [proposalId, support, reason] }
}

/** The call by which anyone brings a ballot that a voter signed. */
export function createBallotCall(
  governor: Address,
  { proposalId, support, voter, signature }: Ballot,
): ContractCall {
  const args = [proposalId, support, voter, signature]
  return { address: governor, abi: governorAbi, functionName: 'castVoteBySig', args }
}
