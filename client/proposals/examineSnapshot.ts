import { showText } from '../../core/showText.ts'
import type { BoundProposal, HubClient, ProposalDifference } from '../../snapshot/index.ts'
import { readBoundProposal } from '../readBoundProposal.ts'
import type { Reader } from '../reader.ts'
import type { MadeProposal } from '../readProposals.ts'
import { readSnapshotStanding, type SnapshotStanding } from '../readSnapshotStanding.ts'

/** How the Snapshot proposal of a Governor's proposal stands, in words. */
export interface SnapshotReport {
  bound: BoundProposal
  state: SnapshotStanding['state']
  /** Differences between what Snapshot shows and what the Governor counts. */
  dangers: string[]
  notes: string[]
}

/**
 * Compares what Snapshot shows with what the Governor counts by.
 *
 * @throws ChainReadError, and what the hub client throws.
 */
export async function examineSnapshot(
  { client, network }: Reader,
  hub: HubClient,
  made: MadeProposal,
): Promise<SnapshotReport> {
  const bound = await readBoundProposal(client, network.addresses.governor, made)
  const { state, differences } = await readSnapshotStanding(hub, bound)
  const notes = state === 'shown' ? [] : [stateNotes[state]]
  return { bound, state, dangers: differences.map(describeDifference), notes }
}

const stateNotes = {
  deleted:
    'Snapshot does not have the proposal any more: its author or the space deleted it. Votes that were sent to the Governor count. The other votes are searched among the messages of the space and on IPFS.',
  absent:
    'Snapshot does not have the proposal: it was not posted there. Votes that were signed for it can be brought by `gimbal relay FILE`.',
  flagged:
    "Snapshot's moderators flagged the proposal, and its page hides it. Votes count as before.",
} as const

const MAX_SHOWN_CHARACTERS = 80

function describeDifference({ field, bound, shown }: ProposalDifference): string {
  const [boundPart, shownPart] = cutAlike(bound, shown)
  const meaning = meanings[field] ?? ''
  return `DANGER: Snapshot shows ${field.endsWith('s') ? 'other' : 'another'} ${field} than the Governor counts by: it shows ${shownPart}, bound is ${boundPart}${meaning}`
}

/** What a difference does to votes, where that is not plain. */
const meanings: Readonly<Record<string, string>> = {
  choices: '; a vote for choice 1 counts For, 2 Against, 3 Abstain',
  privacy: "; Snapshot's page encrypts the choices, and such votes count nowhere",
}

/** Two texts from a little before the place where they differ. */
function cutAlike(a: string, b: string): [string, string] {
  let same = 0
  while (same < a.length && a[same] === b[same]) same += 1
  const from = same <= MAX_SHOWN_CHARACTERS / 2 ? 0 : same - MAX_SHOWN_CHARACTERS / 4
  const cut = (text: string) => {
    const part = text.slice(from, from + MAX_SHOWN_CHARACTERS)
    const isCut = from + MAX_SHOWN_CHARACTERS < text.length
    return `"${from > 0 ? '...' : ''}${showText(part)}${isCut ? '...' : ''}"`
  }
  return [cut(a), cut(b)]
}
