import { ProposalNotFoundError } from '../../client/errors.ts'
import { listProposals, type ResolvedProposal } from '../../client/proposals/listProposals.ts'
import {
  isProposalId,
  resolveProposal as resolveId,
} from '../../client/proposals/resolveProposal.ts'
import { cutText, showText } from '../../core/index.ts'
import { UsageError } from '../program/errors.ts'
import type { Session } from './session.ts'

/** Of what is no id; the longest id has 78 digits. */
const MAX_SHOWN_COLUMNS = 100

/** Names the proposal that was made last. */
const LATEST = 'latest'

/**
 * The proposal that an argument names: by its id or the beginning of it, or as the latest.
 *
 * @throws UsageError if the text is neither, or the latest is one of several that are open; and what resolving an id
 *   throws.
 */
export async function resolveProposal(
  session: Session,
  text: string | undefined,
): Promise<ResolvedProposal> {
  if (text === LATEST) return findLatest(session)
  if (text !== undefined && isProposalId(text)) return resolveId(session, text)
  throw new UsageError(
    `the proposal is ${nameGiven(text)}; give its id as \`gimbal proposals list\` shows it, the whole number, or latest`,
  )
}

/** Of several that are open none is meant for sure: somebody may have made another just before. */
async function findLatest(session: Session): Promise<ResolvedProposal> {
  const [proposals, { timestamp }] = await Promise.all([
    listProposals(session),
    session.client.getBlock(),
  ])
  const latest = proposals.at(-1)
  if (latest === undefined) throw new ProposalNotFoundError(LATEST, [])
  const open = proposals.filter(({ firstEndAt }) => firstEndAt >= timestamp)
  if (open.length <= 1) return latest
  const ids = open.map(({ shortId }) => shortId).join(', ')
  throw new UsageError(`${open.length} proposals are open; give the id of the one you mean: ${ids}`)
}

/** What was given, as much as helps to find the slip. */
function nameGiven(text: string | undefined): string {
  if (text === undefined) return 'missing'
  return text.trim() === '' ? 'empty' : cutText(showText(text), MAX_SHOWN_COLUMNS)
}
