import { type Address, isAddressEqual, type LocalAccount } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import type { Ballot } from '../../client/ballot.ts'
import { CallRefusedError } from '../../client/errors.ts'
import { readProposals, readStatus } from '../../client/readProposals.ts'
import { tryCall } from '../../client/rehearseCall.ts'
import {
  createVotesCall,
  isCounted,
  type RelayedVote,
  voteOutcomes,
} from '../../client/snapshotVote.ts'
import { UsageError } from '../program/errors.ts'
import { type Session, type SigningFlags, trySend } from './session.ts'

/** Votes of Snapshot in one transaction: they share its cost, and a block has room for them. */
const BATCH = 20

export interface Outcome {
  voter: Address
  outcome: string
  /** Written, or found written: the voter's vote counts. */
  isDone: boolean
  reason?: string
  transactionHash?: string | undefined
}

/** Brings one ballot, unless its voter's vote is there already. */
export async function relayBallot(
  session: Session,
  account: LocalAccount,
  { chainId, governor, proposalId, support, voter, signature }: Ballot,
  flags: SigningFlags,
): Promise<Outcome> {
  const { client, network } = session
  const { governor: address } = network.addresses
  if (chainId !== network.chainId || !isAddressEqual(governor, address)) {
    throw new UsageError(
      `the ballot of ${voter} is for the Governor ${governor} on chain ${chainId}, not for this one; remove it`,
    )
  }
  const at = { address, abi: governorAbi } as const
  const hasVoted = await client.readContract({
    ...at,
    functionName: 'hasVoted',
    args: [proposalId, voter],
  })
  if (hasVoted) return { voter, outcome: 'voted already', isDone: true }
  try {
    const args = [proposalId, support, voter, signature]
    const call = { ...at, functionName: 'castVoteBySig', args }
    const transactionHash = await trySend(session, account, call, flags)
    const outcome = transactionHash === undefined ? 'would be cast' : 'cast'
    return { voter, outcome, isDone: true, transactionHash }
  } catch (error) {
    if (!(error instanceof CallRefusedError)) throw error
    return { voter, outcome: 'refused', isDone: false, reason: error.message }
  }
}

/**
 * Brings votes that were signed for Snapshot, in batches. What would not count is told and left out; what counts already
 * is left alone, so that a run that was ended half-way can be repeated.
 */
export async function relaySnapshotVotes(
  session: Session,
  account: LocalAccount,
  votes: readonly RelayedVote[],
  flags: SigningFlags,
): Promise<Outcome[]> {
  if (votes.length === 0) return []
  const { client, network } = session
  const { governor } = network.addresses
  const bySnapshotId = await readNamings(session)
  const outcomes: Outcome[] = []
  const byProposal = Map.groupBy(votes, ({ proposal }) => bySnapshotId.get(proposal))
  for (const [proposalId, group] of byProposal) {
    if (proposalId === undefined) {
      const reason = 'no proposal of the Governor names its Snapshot proposal'
      outcomes.push(...group.map(({ vote }) => refuse(vote.from, reason)))
      continue
    }
    for (let from = 0; from < group.length; from += BATCH) {
      const batch = group.slice(from, from + BATCH)
      const call = createVotesCall(governor, proposalId, batch)
      const expected = (await tryCall(client, account.address, call)) as number[]
      const counting = batch.filter((_, index) => isCounted(expected[index] ?? 0))
      const transactionHash =
        counting.length === 0
          ? undefined
          : await trySend(session, account, createVotesCall(governor, proposalId, counting), flags)
      outcomes.push(
        ...batch.map((vote, index) => describe(vote, expected[index] ?? 0, transactionHash)),
      )
    }
  }
  return outcomes
}

function describe(
  { vote }: RelayedVote,
  index: number,
  transactionHash: string | undefined,
): Outcome {
  const outcome = voteOutcomes[index] ?? 'unknown'
  if (isCounted(index)) {
    const told = transactionHash === undefined ? `would be: ${outcome}` : outcome
    return { voter: vote.from, outcome: told, isDone: true, transactionHash }
  }
  // Not newer, or cast on chain: the voter's vote is there.
  const isThere = outcome === 'voted already' || outcome.startsWith('voted on chain')
  return isThere ? { voter: vote.from, outcome, isDone: true } : refuse(vote.from, outcome)
}

const refuse = (voter: Address, reason: string): Outcome => ({
  voter,
  outcome: 'refused',
  isDone: false,
  reason,
})

/** The Governor's proposal of each Snapshot proposal that one names. */
async function readNamings({ client, network }: Session): Promise<Map<string, bigint>> {
  const { governor } = network.addresses
  const proposals = await readProposals(client, governor, network.startBlock)
  const namings = await Promise.all(
    proposals.map(async (made) => {
      const { snapshotProposalId } = await readStatus(client, governor, made)
      return [snapshotProposalId ?? '', made.id] as const
    }),
  )
  return new Map(namings)
}
