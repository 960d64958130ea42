import type { Address, Hex, LocalAccount, PublicClient } from 'viem'
import { z } from 'zod'
import { governorAbi } from '../abi/index.ts'
import { createVote, type Envelope, envelopeSchema, signMessage } from '../snapshot/index.ts'
import type { ContractCall } from './contractCall.ts'

/** Snapshot's choice, from 1, of the Governor's support: against, for, abstain. */
const choiceOfSupport = [2, 1, 3] as const

const APP = 'gimbal'

/** Signs a vote for Snapshot, dated with the chain's time. */
export async function signSnapshotVote(
  client: PublicClient,
  governor: Address,
  voter: LocalAccount,
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

/** A vote as the Governor takes it: the message without space and proposal, which are those on record. */
export interface RelayedVote {
  proposal: Hex
  vote: {
    from: Address
    timestamp: bigint
    choice: number
    reason: string
    app: string
    metadata: string
  }
  signature: Hex
}

const voteMessage = z.object({
  from: z.string(),
  timestamp: z.int().nonnegative(),
  proposal: z.string().regex(/^0x[0-9a-f]{64}$/),
  choice: z.int().nonnegative().max(4_294_967_295),
  reason: z.string(),
  app: z.string(),
  metadata: z.string(),
})

/** A signed vote, from what a client posts to the sequencer. @throws z.ZodError if it is none. */
export function readSnapshotVote(envelope: unknown): RelayedVote {
  const { sig, data } = envelopeSchema.parse(envelope)
  const { proposal, timestamp, from, ...rest } = voteMessage.parse(data.message)
  const vote = { from: from as Address, timestamp: BigInt(timestamp), ...rest }
  return { proposal: proposal as Hex, vote, signature: sig }
}

/** What becomes of a vote, in the order of the Governor's enum. */
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

/** The call that brings a batch. */
export function createVotesCall(
  governor: Address,
  proposalId: bigint,
  votes: readonly RelayedVote[],
): ContractCall {
  const args = [proposalId, votes.map(({ vote }) => vote), votes.map(({ signature }) => signature)]
  return { address: governor, abi: governorAbi, functionName: 'castVotesBySnapshotSig', args }
}
