import type { Hex } from 'viem'
import { tokenAbi } from '../../abi/index.ts'
import type { MadeProposal } from '../../client/readProposals.ts'
import { type SnapshotTally, tallySnapshot, type VoteToTally } from '../../snapshot/index.ts'
import { openHub } from './openHub.ts'
import type { Session } from './session.ts'

/** What Snapshot's hub has, added up by Snapshot's own rule with the votes that count at the Governor. */
export async function tallyOnSnapshot(
  { client, network }: Session,
  { voteStartAt }: MadeProposal,
  snapshotProposalId: Hex,
): Promise<SnapshotTally & { voteCount: number }> {
  const hub = openHub(network)
  const proposal = await hub.fetchProposal(snapshotProposalId)
  const votes: VoteToTally[] = []
  for await (const page of hub.fetchVotes(snapshotProposalId)) {
    const powers = await Promise.all(
      page.map(({ voter }) =>
        client.readContract({
          address: network.addresses.token,
          abi: tokenAbi,
          functionName: 'getPastVotes',
          args: [voter, voteStartAt],
        }),
      ),
    )
    page.forEach(({ choice }, index) => {
      votes.push({ choice: Number(choice), power: powers[index] ?? 0n })
    })
  }
  const type = proposal?.type === 'single-choice' ? 'single-choice' : 'basic'
  return { ...tallySnapshot({ type }, votes), voteCount: votes.length }
}
