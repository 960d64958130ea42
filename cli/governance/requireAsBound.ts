import { readSnapshotDangers } from '../../client/proposals/readSnapshotDangers.ts'
import { type MadeProposal, readStatus } from '../../client/readProposals.ts'
import { printNote } from '../io/print.ts'
import { SnapshotDiffersError } from './errors.ts'
import { openHubFor } from './openHubFor.ts'
import type { Session } from './session.ts'

/**
 * Lets a voter sign on Snapshot only what the Governor counts: where Snapshot shows something else, the voter has to
 * insist. Standard error reports what could not be compared.
 *
 * @throws SnapshotDiffersError
 */
export async function requireAsBound(
  session: Session,
  made: MadeProposal,
  isInsisted = false,
): Promise<void> {
  const { client, network } = session
  const { governor } = network.addresses
  const { snapshotProposalId } = await readStatus(client, governor, made)
  const { dangers, notes } = await readSnapshotDangers(
    session,
    made,
    snapshotProposalId,
    openHubFor(session),
  )
  if (dangers.length > 0 && !isInsisted) throw new SnapshotDiffersError(dangers)
  for (const sentence of [...dangers, ...notes]) printNote(`gimbal: ${sentence}`)
}
