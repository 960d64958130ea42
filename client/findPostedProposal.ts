import { isAddressEqual } from 'viem'
import {
  getSnapshotId,
  type HubClient,
  type HubProposal,
  readPlugins,
  type SnapshotProposalFields,
  snapshotChoices,
} from '../snapshot/index.ts'
import { planAnew, type SnapshotProposalPlan } from './snapshotProposal.ts'

/**
 * The plan with the Snapshot proposal that its proposer has posted already for the same proposal of the Governor: the
 * first of two steps, and whose second step is missing. Undefined if there is none that the Governor would still accept.
 */
export async function findPostedProposal(
  hub: HubClient,
  plan: SnapshotProposalPlan,
): Promise<SnapshotProposalPlan | undefined> {
  const { space, start, end, timestamp } = plan.fields
  // One that was signed a whole voting period ago is over when the Governor's vote would begin.
  const fromAt = timestamp - (end - start)
  let found: SnapshotProposalPlan | undefined
  for await (const page of hub.fetchProposals(space, { fromAt })) {
    for (const row of page) {
      // The Governor's vote, proposed now, begins at `start`: it has to be open there then.
      if (isSame(row, plan) && row.end > start) found = rebuildPlan(row, plan) ?? found
    }
  }
  return found
}

function isSame(
  { author, body, plugins }: HubProposal,
  { proposalId, fields }: SnapshotProposalPlan,
): boolean {
  if (!isAddressEqual(author, fields.from) || body !== fields.body) return false
  try {
    // Chain and Governor are in the text that the id of the rebuilt message covers.
    return readPlugins(plugins).proposalId === proposalId
  } catch {
    return false
  }
}

/** Undefined where the hub's row is not all of what was signed. */
function rebuildPlan(
  row: HubProposal,
  plan: SnapshotProposalPlan,
): SnapshotProposalPlan | undefined {
  const { type, title, discussion, labels, start, end, snapshot, app, created } = row
  if (type !== 'basic' && type !== 'single-choice') return undefined
  if (row.choices.join() !== snapshotChoices.join()) return undefined
  const fields: SnapshotProposalFields = {
    ...plan.fields,
    timestamp: created,
    type,
    title,
    discussion,
    labels,
    start,
    end,
    snapshot,
    app,
  }
  const rebuilt = planAnew(plan, fields)
  return getSnapshotId(rebuilt.data) === row.id ? rebuilt : undefined
}
