import { type Hex, keccak256, type LocalAccount, type PublicClient, toHex } from 'viem'
import { tryCall } from '../../client/rehearseCall.ts'
import { sendCall } from '../../client/sendCall.ts'
import { signSnapshotProposal } from '../../client/snapshotProposal.ts'
import { type Document, describeForProposer, encodeProposal } from '../../governance/index.ts'
import type { HubClient } from '../../snapshot/index.ts'
import type { Stack } from '../local/stack.ts'

interface ProposeOptions {
  stack: Pick<Stack, 'urls' | 'addresses'>
  document: Document
  client: PublicClient
  hub: HubClient
  proposer: LocalAccount
}

/** A proposal that stands. */
export interface ProposedMarket {
  title: string
  proposalId: bigint
  snapshotProposalId: Hex
  /** Of the Governor's `queue` and `execute`. */
  args: readonly unknown[]
}

/** Proposes a market, on Snapshot and on chain. */
export async function proposeMarket(options: ProposeOptions): Promise<ProposedMarket> {
  const { stack, document, client, hub, proposer } = options
  const { governor, riskParameters } = stack.addresses.governance
  const { title } = document
  const proposal = encodeProposal(document, { riskParameters })
  const signed = await signSnapshotProposal(client, governor, proposer, title, proposal)
  const { proposalId, snapshotProposalId, envelope, call } = signed
  // A proposal that the Governor would refuse must not be posted to Snapshot either.
  await tryCall(client, proposer.address, call)
  await hub.post(envelope)
  await sendCall(client, stack.urls.rpc, proposer, call)
  const { targets, values, calldatas, description } = proposal
  const hash = keccak256(toHex(describeForProposer(description, proposer.address)))
  return { title, proposalId, snapshotProposalId, args: [targets, values, calldatas, hash] }
}
