import type { SnapshotProposalFields } from './createMessage.ts'
import type { HubSpace } from './hubRows.ts'

/** Source: snapshot-sequencer, src/writer/proposal.ts; a space may buy more, which the hub does not show. */
export const MAX_BODY_CHARACTERS = 10_000
/** Source: snapshot.js 0.17.5, src/schemas/proposal.json. */
const MAX_TITLE_CHARACTERS = 256

/**
 * Why the sequencer would refuse a proposal, judged by its text and the space's settings: a sentence for each
 * reason, none if nothing speaks against it.
 */
export function listProposalFaults(
  { space: id, title, body, type, timestamp, start, end }: SnapshotProposalFields,
  space: HubSpace | undefined,
): string[] {
  const faults: string[] = []
  if (title.length > MAX_TITLE_CHARACTERS) {
    faults.push(
      `its title has ${title.length} characters, Snapshot takes ${MAX_TITLE_CHARACTERS}; shorten it`,
    )
  }
  if (body.length > MAX_BODY_CHARACTERS) {
    const excess = (body.length - MAX_BODY_CHARACTERS).toLocaleString('en-US')
    faults.push(
      `its body has ${body.length.toLocaleString('en-US')} characters, Snapshot takes 10,000; shorten the summary or the rationales by ${excess}`,
    )
  }
  if (space === undefined) return [...faults, `the hub has no space ${id}; create it there`]
  const { delay, period, type: wanted } = space.voting
  if (delay && start !== timestamp + delay) {
    faults.push(
      `votes in the space ${id} begin after ${delay} s, the Governor's after ${start - timestamp} s; set both to the same time`,
    )
  }
  if (period && end - start !== period) {
    faults.push(
      `votes in the space ${id} last ${period} s, the Governor's ${end - start} s; set both to the same time`,
    )
  }
  if (wanted && wanted !== type) {
    faults.push(`the space ${id} takes votes of type ${wanted} only, and this is ${type}; allow it`)
  }
  return faults
}
