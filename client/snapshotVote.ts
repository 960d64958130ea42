import type { Address, Hex, PublicClient } from 'viem'
import { governorAbi } from '../abi/index.ts'
import { createVote, type Envelope, type MessageSigner, signMessage } from '../snapshot/index.ts'
import type { ContractCall } from './contractCall.ts'
import type { RelayedVote } from './readSnapshotVote.ts'

/** Snapshot's choice, from 1, of the Governor's support: against, for, abstain. */
const choiceOfSupport = [2, 1, 3] as const

const APP = 'gimbal'

/** Signs a vote for Snapshot, dated with the chain's time. */
export async function signSnapshotVote(
  client: PublicClient,
  governor: Address,
  voter: MessageSigner,
  proposal: Hex,
  support: 0 | 1 | 2,
  reason = '',
): Promise<Envelope> {
  const [{ timestamp }, space] = await Promise.all([
    client.getBlock({ blockTag: 'pending' }),
    client.readContract({ address: governor, abi: governorAbi, functionName: 'snapshotSpace' }),
  ])
  const fields = { from: voter.address, space, proposal, reason, app: APP }
  const choice = choiceOfSupport[support]
  return signMessage(voter, createVote({ ...fields, choice, timestamp: Number(timestamp) }))
}

/** The outcomes of a vote, in the order of the Governor's enum. */
export const voteOutcomes = [
  'cast',
  'replaced an earlier one',
  'choice unknown',
  'dated outside the vote',
  'voted on chain, which is final',
  'voted already',
  'no votes at the start of the vote',
  'not signed by the voter',
] as const

/** The outcomes under which a vote is written. */
export const isCounted = (outcome: number): boolean => outcome < 2

/** The call that sends a batch. */
export function createVotesCall(
  governor: Address,
  proposalId: bigint,
  votes: readonly RelayedVote[],
): ContractCall {
  const args = [proposalId, votes.map(({ vote }) => vote), votes.map(({ signature }) => signature)]
  return { address: governor, abi: governorAbi, functionName: 'castVotesBySnapshotSig', args }
}
