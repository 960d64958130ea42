import {
  type BoundProposal,
  compareProposal,
  type HubClient,
  isAsSigned,
  type ProposalDifference,
} from '../snapshot/index.ts'

/** How a Snapshot proposal stands at the hub. */
export interface SnapshotStanding {
  /** Flagged: hidden by Snapshot's moderators. Deleted: by its author or the space. Absent: it was never posted there. */
  state: 'shown' | 'flagged' | 'deleted' | 'absent'
  /** Differences between what the hub shows and what the Governor counts. */
  differences: ProposalDifference[]
}

/** Compares what the hub shows with what the Governor's proposal is bound to. @throws what the hub client throws. */
export async function readSnapshotStanding(
  hub: HubClient,
  bound: BoundProposal,
): Promise<SnapshotStanding> {
  const shown = await hub.fetchProposal(bound.id)
  if (shown === undefined) {
    // Messages outlast what they were about.
    const state = (await hub.hasMessage(bound.id)) ? 'deleted' : 'absent'
    return { state, differences: [] }
  }
  const state = shown.flagged ? 'flagged' : 'shown'
  if (isAsSigned(shown, bound)) return { state, differences: [] }
  const signed = await hub.fetchSignedProposal(bound.id)
  return { state, differences: compareProposal(shown, bound, signed?.data.message) }
}
