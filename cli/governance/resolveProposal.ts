import type { Hex } from 'viem'
import { AmbiguousIdError, ProposalNotFoundError } from '../../client/errors.ts'
import { type MadeProposal, readProposal, readProposals } from '../../client/readProposals.ts'
import { cutText, showText } from '../../core/index.ts'
import { findProposals, shortenIds, toIdHex } from '../../governance/index.ts'
import { UsageError } from '../program/errors.ts'
import type { Session } from './session.ts'

/** Of what is no id; the longest id has 78 digits. */
const MAX_SHOWN_COLUMNS = 100

/** A proposal, and the short form of its id that the Governor has once. */
export interface ResolvedProposal extends MadeProposal {
  shortId: Hex
}

/**
 * The proposal that a text names: its number, or the beginning of it that no other proposal has, in decimal digits or in
 * hex.
 *
 * @throws UsageError if the text is no id or beginning of one; AmbiguousIdError if several proposals have it;
 *   ProposalNotFoundError if none has; IncompleteLogsError if the node has left it out.
 */
export async function resolveProposal(
  session: Session,
  text: string | undefined,
): Promise<ResolvedProposal> {
  if (text === undefined || !/^\s*(0x)?[0-9a-f]{1,78}\s*$/i.test(text)) {
    throw new UsageError(
      `the proposal is ${nameGiven(text)}; give its id as \`gimbal proposals list\` shows it, or the whole number`,
    )
  }
  const proposals = await listProposals(session)
  const found = findProposals(
    proposals.map(({ id }) => id),
    text,
  )
  const [id] = found
  const shortIds = new Map(proposals.map((proposal) => [proposal.id, proposal.shortId]))
  const short = (ids: readonly bigint[]) => ids.map((of) => shortIds.get(of) ?? `${of}`)
  if (id === undefined) {
    // Of a whole id the Governor itself can say whether the node has left it out.
    const { client, network } = session
    if (isWhole(text)) {
      await readProposal(client, network.addresses.governor, network.startBlock, BigInt(text))
    }
    throw new ProposalNotFoundError(text, short([...shortIds.keys()]))
  }
  if (found.length > 1) throw new AmbiguousIdError('proposal', text, short(found))
  return proposals.find((proposal) => proposal.id === id) as ResolvedProposal
}

/** What was given, as much as helps to find the slip. */
function nameGiven(text: string | undefined): string {
  if (text === undefined) return 'missing'
  return text.trim() === '' ? 'empty' : cutText(showText(text), MAX_SHOWN_COLUMNS)
}

const isWhole = (text: string): boolean => /^\s*(\d{60,78}|0x[0-9a-f]{64})\s*$/i.test(text)

/** Every proposal of the Governor, in the order in which they were made, with its short id. */
export async function listProposals({ client, network }: Session): Promise<ResolvedProposal[]> {
  const proposals = await readProposals(client, network.addresses.governor, network.startBlock)
  const shortIds = shortenIds(proposals.map(({ id }) => toIdHex(id)))
  return proposals.map((made) => ({ ...made, shortId: shortIds.get(toIdHex(made.id)) as Hex }))
}
