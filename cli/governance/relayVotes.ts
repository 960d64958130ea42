import type { LocalAccount } from 'viem'
import { CallRefusedError } from '../../client/errors.ts'
import type { MadeProposal } from '../../client/readProposals.ts'
import type { RelayedVote } from '../../client/readSnapshotVote.ts'
import { tryCall } from '../../client/rehearseCall.ts'
import { createVotesCall, isCounted, voteOutcomes } from '../../client/snapshotVote.ts'
import { batchVotes } from './batchVotes.ts'
import { type Session, type SigningFlags, trySend } from './session.ts'

export interface Outcome {
  /** The voter that the vote names, or the line of the vote. */
  voter: string
  outcome: string
  /** Written, or found written: the voter's vote counts. */
  isDone: boolean
  reason?: string
  transactionHash?: string | undefined
}

/**
 * Sends votes that were signed for Snapshot, in batches. A vote that would not count is reported and left out; a vote that counts already
 * is skipped, so that an interrupted run can be repeated.
 *
 * @param bySnapshotId - the Governor's proposals, from readNamings.
 */
export async function relaySnapshotVotes(
  session: Session,
  account: LocalAccount,
  votes: readonly RelayedVote[],
  bySnapshotId: ReadonlyMap<string, MadeProposal>,
  flags: SigningFlags,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const byProposal = Map.groupBy(votes, ({ proposal }) => bySnapshotId.get(proposal))
  for (const [made, group] of byProposal) {
    if (made === undefined) {
      const reason = 'no proposal of the Governor names its Snapshot proposal'
      outcomes.push(...group.map((vote) => leaveOut(vote, reason)))
      continue
    }
    for (const batch of batchVotes(group)) {
      outcomes.push(...(await relayBatch(session, account, made.id, batch, flags)))
    }
  }
  return outcomes
}

/** Sends a batch. If the contract refuses the whole batch, its halves are tried, down to the vote that causes it. */
async function relayBatch(
  session: Session,
  account: LocalAccount,
  proposalId: bigint,
  batch: readonly RelayedVote[],
  flags: SigningFlags,
): Promise<Outcome[]> {
  const { client, network } = session
  const { governor } = network.addresses
  const call = createVotesCall(governor, proposalId, batch)
  let expected: number[]
  try {
    expected = (await tryCall(client, account.address, call)) as number[]
  } catch (error) {
    // A named error of the contract concerns the proposal, so it is the same for every vote.
    if (!(error instanceof CallRefusedError) || error.reason !== undefined) throw error
    const [only] = batch
    if (only !== undefined && batch.length === 1) return [leaveOut(only, error.message)]
    const middle = Math.ceil(batch.length / 2)
    return [
      ...(await relayBatch(session, account, proposalId, batch.slice(0, middle), flags)),
      ...(await relayBatch(session, account, proposalId, batch.slice(middle), flags)),
    ]
  }
  const counting = batch.filter((_, index) => isCounted(expected[index] ?? voteOutcomes.length))
  const transactionHash =
    counting.length === 0
      ? undefined
      : await trySend(session, account, createVotesCall(governor, proposalId, counting), flags)
  return batch.map((vote, index) =>
    describe(vote, expected[index] ?? voteOutcomes.length, transactionHash),
  )
}

function describe(
  relayed: RelayedVote,
  index: number,
  transactionHash: string | undefined,
): Outcome {
  const { from: voter } = relayed.vote
  const outcome = voteOutcomes[index] ?? 'unknown'
  if (isCounted(index)) {
    const told = transactionHash === undefined ? `would be: ${outcome}` : outcome
    return { voter, outcome: told, isDone: true, transactionHash }
  }
  // Not newer, or cast on chain: the voter's vote is there.
  const isThere = outcome === 'voted already' || outcome.startsWith('voted on chain')
  return isThere ? { voter, outcome, isDone: true } : leaveOut(relayed, outcome)
}

function leaveOut({ vote }: RelayedVote, reason: string): Outcome {
  return { voter: vote.from, outcome: 'left out', isDone: false, reason }
}
