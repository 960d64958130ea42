import type { ResolvedProposal } from '../../client/proposals/listProposals.ts'
import {
  isProposalId,
  resolveProposal as resolveId,
} from '../../client/proposals/resolveProposal.ts'
import { cutText, showText } from '../../core/index.ts'
import { UsageError } from '../program/errors.ts'
import type { Session } from './session.ts'

/** Of what is no id; the longest id has 78 digits. */
const MAX_SHOWN_COLUMNS = 100

/**
 * The proposal that an argument names.
 *
 * @throws UsageError if the text is no id or beginning of one, and what resolving an id throws.
 */
export async function resolveProposal(
  session: Session,
  text: string | undefined,
): Promise<ResolvedProposal> {
  if (text !== undefined && isProposalId(text)) return resolveId(session, text)
  throw new UsageError(
    `the proposal is ${nameGiven(text)}; give its id as \`gimbal proposals list\` shows it, or the whole number`,
  )
}

/** What was given, as much as helps to find the slip. */
function nameGiven(text: string | undefined): string {
  if (text === undefined) return 'missing'
  return text.trim() === '' ? 'empty' : cutText(showText(text), MAX_SHOWN_COLUMNS)
}
