import { findProposals } from '../../governance/index.ts'
import { AmbiguousIdError, ProposalNotFoundError } from '../errors.ts'
import type { Reader } from '../reader.ts'
import { readProposal } from '../readProposals.ts'
import { listProposals, type ResolvedProposal } from './listProposals.ts'

/** Whether a text may be the id of a proposal, or the beginning of one; the longest id has 78 digits. */
export const isProposalId = (text: string): boolean => /^\s*(0x)?[0-9a-f]{1,78}\s*$/i.test(text)

/**
 * The proposal that a text names: its number, or the beginning of it that no other proposal has, in decimal digits or in
 * hex.
 *
 * @param known - Every proposal, for who has them already.
 * @throws AmbiguousIdError if several proposals have it; ProposalNotFoundError if none has; IncompleteLogsError if the
 *   node has left it out.
 */
export async function resolveProposal(
  reader: Reader,
  text: string,
  known?: readonly ResolvedProposal[],
): Promise<ResolvedProposal> {
  const proposals = known ?? (await listProposals(reader))
  const found = findProposals(
    proposals.map(({ id }) => id),
    text,
  )
  const [id] = found
  const shortIds = new Map(proposals.map((proposal) => [proposal.id, proposal.shortId]))
  const short = (ids: readonly bigint[]) => ids.map((of) => shortIds.get(of) ?? `${of}`)
  if (id === undefined) {
    // Of a whole id the Governor itself can say whether the node has left it out.
    const { client, network } = reader
    if (isWhole(text)) {
      await readProposal(client, network.addresses.governor, network.startBlock, BigInt(text))
    }
    throw new ProposalNotFoundError(text, short([...shortIds.keys()]))
  }
  if (found.length > 1) throw new AmbiguousIdError('proposal', text, short(found))
  return proposals.find((proposal) => proposal.id === id) as ResolvedProposal
}

const isWhole = (text: string): boolean => /^\s*(\d{60,78}|0x[0-9a-f]{64})\s*$/i.test(text)
