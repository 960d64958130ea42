import { type MadeProposal, readStatus } from '../../client/readProposals.ts'
import { type RelayedVote, readSnapshotVote } from '../../client/snapshotVote.ts'
import { UsageError } from '../program/errors.ts'
import { openHub } from './openHub.ts'
import type { Session } from './session.ts'

/** Every vote that Snapshot's hub has for a proposal of the Governor, as its voter signed it. */
export async function collectVotes(
  { client, network }: Session,
  made: MadeProposal,
): Promise<RelayedVote[]> {
  const { governor } = network.addresses
  const { snapshotProposalId } = await readStatus(client, governor, made)
  if (snapshotProposalId === undefined) {
    throw new UsageError('the proposal names no Snapshot proposal; there is nothing to collect')
  }
  const hub = openHub(network)
  const votes: RelayedVote[] = []
  for await (const page of hub.fetchVotes(snapshotProposalId)) {
    for (const envelope of await hub.fetchEnvelopes(page)) votes.push(readSnapshotVote(envelope))
  }
  return votes
}
