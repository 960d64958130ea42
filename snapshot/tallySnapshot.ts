import snapshot from '@snapshot-labs/snapshot.js'
import { type SnapshotVotingType, snapshotChoices } from './createMessage.ts'

export interface VoteToTally {
  /** Counted from 1. A vote for no choice counts nothing. */
  readonly choice: number
  /** Of `getPastVotes`, 18 decimals. */
  readonly power: bigint
}

/** Power by choice, 18 decimals. */
export interface SnapshotTally {
  forVotes: bigint
  againstVotes: bigint
  abstainVotes: bigint
}

/**
 * Adds the votes up by choice. Which votes are valid, Snapshot's own rule decides; its sums are floating point, so
 * the powers are added here, exactly.
 *
 * @param votes One a voter: the latest.
 */
export function tallySnapshot(
  proposal: { readonly type: SnapshotVotingType; readonly choices?: readonly string[] },
  votes: readonly VoteToTally[],
): SnapshotTally {
  const { type, choices = snapshotChoices } = proposal
  const { isValidChoice } = snapshot.utils.voting[type]
  const sums = [0n, 0n, 0n]
  for (const { choice, power } of votes) {
    if (isValidChoice(choice, [...choices])) sums[choice - 1] = (sums[choice - 1] ?? 0n) + power
  }
  const [forVotes = 0n, againstVotes = 0n, abstainVotes = 0n] = sums
  return { forVotes, againstVotes, abstainVotes }
}

/** The hub's scores of the choices, in whole tokens: floating point, for display only. */
export function scoreSnapshot(
  { type, choices = snapshotChoices }: { type: SnapshotVotingType; choices?: readonly string[] },
  votes: readonly { choice: number; balance: number }[],
): number[] {
  const Voting = snapshot.utils.voting[type]
  const scored = votes.map((vote) => ({ ...vote, scores: [vote.balance] }))
  return new Voting({ choices: [...choices] }, scored, [], 0).getScores()
}
