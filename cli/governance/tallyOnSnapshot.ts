import { collectSnapshotVotes, type LeftOut } from '../../client/collectSnapshotVotes.ts'
import { examineSnapshot } from '../../client/proposals/examineSnapshot.ts'
import type { MadeProposal } from '../../client/readProposals.ts'
import { type SnapshotTally, tallySnapshot } from '../../snapshot/tallySnapshot.ts'
import { openHub } from './openHub.ts'
import type { Session } from './session.ts'

export interface CountOnSnapshot {
  /** Undefined before the vote has begun. */
  tally?: (SnapshotTally & { voteCount: number }) | undefined
  leftOut: LeftOut[]
  dangers: string[]
  notes: string[]
}

/** What Snapshot's hub has, added up by Snapshot's own rule: the votes that `gimbal relay` brings, no others. */
export async function tallyOnSnapshot(
  session: Session,
  made: MadeProposal,
  asOfAt: bigint,
): Promise<CountOnSnapshot> {
  const { client, network } = session
  const { governor, token } = network.addresses
  const hub = openHub(network, { retries: 2, patienceMs: 60_000 })
  const { bound, state, dangers, notes } = await examineSnapshot(session, hub, made)
  const { voteStartAt } = made
  if (asOfAt <= voteStartAt) return { leftOut: [], dangers, notes }
  const options = { client, hub, governor, token, bound, state, voteStartAt }
  const { votes, leftOut } = await collectSnapshotVotes(options)
  const counted = votes.map(({ vote, power }) => ({ choice: vote.choice, power }))
  // The type that the id commits to is one of two, which count alike.
  const tally = { ...tallySnapshot({ type: 'basic' }, counted), voteCount: votes.length }
  return { tally, leftOut, dangers, notes }
}
