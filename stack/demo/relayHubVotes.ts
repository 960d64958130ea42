import { type Hex, isAddressEqual, type LocalAccount, type PublicClient } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { type RelayedVote, readSnapshotVote } from '../../client/readSnapshotVote.ts'
import { tryCall } from '../../client/rehearseCall.ts'
import { sendCall } from '../../client/sendCall.ts'
import { createVotesCall, isCounted, voteOutcomes } from '../../client/snapshotVote.ts'
import type { HubClient } from '../../snapshot/index.ts'
import type { Stack } from '../local/stack.ts'
import { SnapshotVoteLostError } from './errors.ts'

interface RelayOptions {
  stack: Pick<Stack, 'urls' | 'addresses'>
  client: PublicClient
  hub: HubClient
  proposalId: bigint
  snapshotProposalId: Hex
  /** The voters whose votes have to be there. */
  voters: readonly LocalAccount[]
  /** Pays. */
  payer: LocalAccount
}

/**
 * Reads the votes of a proposal back from Snapshot's hub and sends them to the Governor in one batch.
 *
 * @throws SnapshotVoteLostError if the hub lacks one, or the Governor would not count it.
 */
export async function relayHubVotes(options: RelayOptions): Promise<void> {
  const { stack, client, hub, proposalId, snapshotProposalId, voters, payer } = options
  const { governor } = stack.addresses.governance
  const space = await client.readContract({
    address: governor,
    abi: governorAbi,
    functionName: 'snapshotSpace',
  })
  const votedOn = { proposal: snapshotProposalId, space }
  const votes: RelayedVote[] = []
  for await (const page of hub.fetchVotes(snapshotProposalId)) {
    for (const { envelope } of await hub.fetchEnvelopes(page, votedOn)) {
      const { vote } = readSnapshotVote(envelope)
      if (vote !== undefined) votes.push(vote)
    }
  }
  for (const { address } of voters) {
    if (votes.some(({ vote }) => isAddressEqual(vote.from, address))) continue
    throw new SnapshotVoteLostError(address, 'the hub does not have it')
  }
  const call = createVotesCall(governor, proposalId, votes)
  const outcomes = (await tryCall(client, payer.address, call)) as number[]
  for (const [index, { vote }] of votes.entries()) {
    const outcome = outcomes[index] ?? voteOutcomes.length
    if (isCounted(outcome)) continue
    throw new SnapshotVoteLostError(vote.from, voteOutcomes[outcome] ?? 'for a reason unknown')
  }
  await sendCall(client, stack.urls.rpc, payer, call)
}
