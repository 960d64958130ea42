import { type MadeProposal, readProposals, readStatus } from '../../client/readProposals.ts'
import type { Session } from './session.ts'

/** The Governor's proposal of each Snapshot proposal that one names, by the Snapshot id. */
export async function readNamings({
  client,
  network,
}: Session): Promise<Map<string, MadeProposal>> {
  const { governor } = network.addresses
  const proposals = await readProposals(client, governor, network.startBlock)
  const namings = await Promise.all(
    proposals.map(async (made) => {
      const { snapshotProposalId } = await readStatus(client, governor, made)
      return [snapshotProposalId ?? '', made] as const
    }),
  )
  return new Map(namings)
}
