import type { Hex } from 'viem'
import { describeSending } from './session.ts'

/** A proposal that was made, or tried. */
export interface Proposed {
  proposalId: bigint
  snapshotProposalId?: Hex
  /** What became of the proposal on Snapshot. */
  snapshot?: 'tried' | 'posted' | 'there already'
  transactionHash: string | undefined
}

/** What was done, in the last lines. */
export function describeProposed(
  { snapshotProposalId, snapshot, transactionHash }: Proposed,
  via: string,
): string[] {
  if (snapshot === undefined) return [describeSending(transactionHash)]
  const onSnapshot = `On Snapshot ${snapshotProposalId}`
  if (via === 'both') {
    const before = snapshot === 'there already' ? ' (posted by an earlier run)' : ''
    const sending =
      transactionHash === undefined
        ? 'Tried, neither posted nor sent: Snapshot and the Governor would take it. Add --yes to do both.'
        : describeSending(transactionHash)
    return [`${onSnapshot}${before}`, sending]
  }
  if (snapshot === 'tried') {
    return [onSnapshot, 'Tried, not posted: Snapshot would take it. Add --yes to post it.']
  }
  const done = snapshot === 'posted' ? 'Posted to Snapshot' : 'It was posted to Snapshot before'
  return [
    onSnapshot,
    `${done}. The Governor has no such proposal, so votes there count nowhere; --via both makes one.`,
  ]
}
