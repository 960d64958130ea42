import type { Hex } from 'viem'
import { shortenIds, toIdHex } from '../../governance/index.ts'
import type { Reader } from '../reader.ts'
import { type MadeProposal, readProposals } from '../readProposals.ts'

/** A proposal, and the short form of its id that the Governor has once. */
export interface ResolvedProposal extends MadeProposal {
  shortId: Hex
}

/**
 * Every proposal of the Governor, in the order in which they were made, with its short id.
 *
 * @throws IncompleteLogsError if the node is known to have left out some.
 */
export async function listProposals({ client, network }: Reader): Promise<ResolvedProposal[]> {
  const proposals = await readProposals(client, network.addresses.governor, network.startBlock)
  const shortIds = shortenIds(proposals.map(({ id }) => toIdHex(id)))
  return proposals.map((made) => ({ ...made, shortId: shortIds.get(toIdHex(made.id)) as Hex }))
}
