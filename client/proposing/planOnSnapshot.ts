import type { Address, PublicClient } from 'viem'
import type { Proposal } from '../../governance/index.ts'
import { type HubClient, listProposalFaults } from '../../snapshot/index.ts'
import { SnapshotProposalRefusedError } from '../errors.ts'
import { findPostedProposal } from '../findPostedProposal.ts'
import { planSnapshotProposal, type SnapshotProposalPlan } from '../snapshotProposal.ts'

/** What is left to do on Snapshot. */
export interface PlanOnSnapshot {
  plan: SnapshotProposalPlan
  /** Its proposer posted it before: only the Governor's is missing. */
  wasPosted: boolean
}

/**
 * Plans a proposal on Snapshot and the call that makes the Governor's, or takes up the one that stands there already.
 *
 * @throws SnapshotProposalRefusedError if Snapshot would refuse it.
 */
export async function planOnSnapshot(
  client: PublicClient,
  hub: HubClient,
  governor: Address,
  proposer: Address,
  { title, proposal }: { title: string; proposal: Proposal },
): Promise<PlanOnSnapshot> {
  const fresh = await planSnapshotProposal(client, governor, proposer, title, proposal)
  const posted = await findPostedProposal(hub, fresh)
  if (posted !== undefined) return { plan: posted, wasPosted: true }
  const { fields } = fresh
  const faults = listProposalFaults(fields, await hub.fetchSpace(fields.space))
  if (faults.length > 0) throw new SnapshotProposalRefusedError(faults)
  return { plan: fresh, wasPosted: false }
}

/** Until when the Governor's proposal can still be made that takes the votes of one on Snapshot, Unix seconds. */
export function findLastMoment({ fields }: SnapshotProposalPlan): bigint {
  const { end, start, timestamp } = fields
  return BigInt(end - (start - timestamp))
}
