import { BaseError } from '../../core/errors.ts'
import type { HubClient } from '../../snapshot/index.ts'
import type { Reader } from '../reader.ts'
import type { MadeProposal } from '../readProposals.ts'
import { examineSnapshot } from './examineSnapshot.ts'

/**
 * Warnings about the proposal on Snapshot, a sentence each: that Snapshot shows something else than the Governor
 * counts, that the proposal is deleted, or that Snapshot could not be asked. Empty if the proposal names no Snapshot proposal.
 *
 * @param openHub - Undefined where the network names no hub.
 */
export async function readSnapshotDangers(
  reader: Reader,
  made: MadeProposal,
  snapshotProposalId: `0x${string}` | undefined,
  openHub: (() => HubClient) | undefined,
): Promise<{ dangers: string[]; notes: string[] }> {
  if (snapshotProposalId === undefined || openHub === undefined) return { dangers: [], notes: [] }
  try {
    const { dangers, notes } = await examineSnapshot(reader, openHub(), made)
    return { dangers, notes }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { dangers: [], notes: [`What Snapshot shows was not compared: ${error.message}`] }
  }
}
