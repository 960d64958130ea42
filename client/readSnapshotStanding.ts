import {
  type BoundProposal,
  compareProposal,
  type HubClient,
  isAsSigned,
  type ProposalDifference,
} from '../snapshot/index.ts'

/** How a Snapshot proposal stands at the hub. */
export interface SnapshotStanding {
  /** Flagged: hidden by Snapshot's moderators. Gone: deleted by its author or the space. */
  state: 'shown' | 'flagged' | 'gone'
  /** What the hub shows otherwise than the Governor counts by. */
  differences: ProposalDifference[]
}

/** Compares what the hub shows with what the Governor's proposal is bound to. @throws what the hub client throws. */
export async function readSnapshotStanding(
  hub: HubClient,
  bound: BoundProposal,
): Promise<SnapshotStanding> {
  const shown = await hub.fetchProposal(bound.id)
  if (shown === undefined) return { state: 'gone', differences: [] }
  const state = shown.flagged ? 'flagged' : 'shown'
  if (isAsSigned(shown, bound)) return { state, differences: [] }
  const signed = await hub.fetchSignedProposal(bound.id)
  return { state, differences: compareProposal(shown, bound, signed?.data.message) }
}
