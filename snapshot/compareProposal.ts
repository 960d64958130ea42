// Method:   the Governor counts by what the proposal's id commits to: the message that the author signed. The hub lets
//           the author replace title, body, choices, labels, type and plugins until the vote starts, under the same id.
//           What the hub shows now is compared with the signed message; where that is gone, with what the chain knows.

import { type Address, getAddress, isAddressEqual } from 'viem'
import { snapshotChoices } from './createMessage.ts'
import type { Envelope } from './envelope.ts'
import type { HubProposal } from './hubRows.ts'
import { proposalTypes, snapshotDomain } from './messageTypes.ts'
import { hasId } from './signMessage.ts'

/** What the chain says that a Snapshot proposal is. Times are Unix seconds. */
export interface BoundProposal {
  id: `0x${string}`
  author: Address
  space: string
  /** The description of the Governor's proposal. */
  body: string
  /** The Governor's snapshotPlugins(proposalId). */
  plugins: string
  start: number
  end: number
}

/** A field that the hub shows otherwise than it is bound. */
export interface ProposalDifference {
  field: string
  bound: string
  shown: string
}

/**
 * Differences between what the hub shows and what the Governor counts; empty if the hub shows what was signed.
 *
 * @param signed - the message as the author signed it, if it can be had: title, discussion, labels and the type are known
 *   from nowhere else.
 */
export function compareProposal(
  shown: HubProposal,
  bound: BoundProposal,
  signed?: Envelope['data']['message'],
): ProposalDifference[] {
  const differences: ProposalDifference[] = []
  const compare = (field: string, boundText: string, shownText: string) => {
    if (boundText === shownText) return
    differences.push({ field, bound: boundText, shown: shownText })
  }
  compare('choices', formatList(snapshotChoices), formatList(shown.choices))
  compare('body', bound.body, shown.body)
  compare('plugins', formatJson(parseJson(bound.plugins)), formatJson(shown.plugins))
  // The Governor's proposals have none: encrypted choices count nowhere.
  compare('privacy', '', shown.privacy)
  compare('start', `${bound.start}`, `${shown.start}`)
  compare('end', `${bound.end}`, `${shown.end}`)
  compare('space', bound.space, shown.space)
  if (!isAddressEqual(bound.author, shown.author)) compare('author', bound.author, shown.author)
  if (signed === undefined) {
    const isCounted = shown.type === 'basic' || shown.type === 'single-choice'
    if (!isCounted) compare('type', 'basic or single-choice', shown.type)
    return differences
  }
  compare('type', String(signed.type), shown.type)
  compare('title', String(signed.title), shown.title)
  compare('discussion', String(signed.discussion), shown.discussion)
  compare('labels', formatList(signed.labels), formatList(shown.labels))
  return differences
}

/** Whether a hub's row is the message with the bound id, so that nothing in it can differ. */
export function isAsSigned(shown: HubProposal, bound: BoundProposal): boolean {
  const { space, created, type, title, body, discussion, choices, labels, start, end } = shown
  const message = {
    from: getAddress(shown.author),
    space,
    timestamp: created,
    type,
    title,
    body,
    discussion,
    choices,
    labels,
    start,
    end,
    snapshot: shown.snapshot,
    // The hub keeps its JSON, not its text, which is compared on its own.
    plugins: bound.plugins,
    privacy: shown.privacy,
    app: shown.app,
  }
  const isSamePlugins = formatJson(shown.plugins) === formatJson(parseJson(bound.plugins))
  const data = { domain: snapshotDomain, types: proposalTypes, message }
  return isSamePlugins && hasId(data, bound.id)
}

function formatList(texts: unknown): string {
  return Array.isArray(texts) ? JSON.stringify(texts) : '[]'
}

/** JSON with sorted keys, because a database may return them in another order. */
function formatJson(value: unknown): string {
  const text = JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
  return text ?? 'nothing'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
