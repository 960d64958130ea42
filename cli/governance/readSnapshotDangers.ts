import type { MadeProposal } from '../../client/readProposals.ts'
import { BaseError } from '../../core/errors.ts'
import type { Session } from './session.ts'

/**
 * Warnings about the proposal on Snapshot, a sentence each: that Snapshot shows something else than the Governor
 * counts, that the proposal is deleted, or that Snapshot could not be asked. Empty if the proposal names no Snapshot proposal.
 */
export async function readSnapshotDangers(
  session: Session,
  made: MadeProposal,
  snapshotProposalId: `0x${string}` | undefined,
): Promise<{ dangers: string[]; notes: string[] }> {
  const { network } = session
  if (snapshotProposalId === undefined || network.hubUrl === undefined) {
    return { dangers: [], notes: [] }
  }
  // Only here: Snapshot's package takes a second to load, which no other command has a use for.
  const { openHub } = await import('./openHub.ts')
  const { examineSnapshot } = await import('./examineSnapshot.ts')
  try {
    const hub = openHub(network, { retries: 1, timeoutMs: 10_000, patienceMs: 10_000 })
    const { dangers, notes } = await examineSnapshot(session, hub, made)
    return { dangers, notes }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { dangers: [], notes: [`What Snapshot shows was not compared: ${error.message}`] }
  }
}
