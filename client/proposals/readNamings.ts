import type { Reader } from '../reader.ts'
import { type MadeProposal, readProposals, readStatus } from '../readProposals.ts'

/** The Governor's proposal of each Snapshot proposal that one names, by the Snapshot id. */
export async function readNamings({ client, network }: Reader): Promise<Map<string, MadeProposal>> {
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
