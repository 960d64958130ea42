import { type Address, type Hex, keccak256, type PublicClient, toHex } from 'viem'
import { governorAbi } from '../abi/index.ts'
import { describeForProposer, type Proposal } from '../governance/index.ts'
import {
  createSnapshotProposal,
  type Envelope,
  getSnapshotId,
  type MessageSigner,
  type SnapshotProposalFields,
  signMessage,
} from '../snapshot/index.ts'
import type { ContractCall } from './contractCall.ts'
import { readNextBlockAt } from './readNextBlockAt.ts'

const APP = 'gimbal'

/** A proposal for Snapshot, not signed yet, and the call by which the Governor takes its votes. */
export interface SnapshotProposalPlan {
  proposalId: bigint
  snapshotProposalId: Hex
  fields: SnapshotProposalFields
  /** The typed data that its proposer signs; post it before the call is sent. */
  data: ReturnType<typeof createSnapshotProposal>
  call: ContractCall
}

/** The same, signed: for the sequencer. */
export interface SnapshotProposal extends SnapshotProposalPlan {
  envelope: Envelope
}

/**
 * Plans a Snapshot proposal with the Governor's own delay and period, so that it is open when the Governor's vote begins
 * and closes by its end. Its body is the description, its plugins name chain, Governor and proposal.
 */
export async function planSnapshotProposal(
  client: PublicClient,
  governor: Address,
  proposer: Address,
  title: string,
  { targets, values, calldatas, description: text }: Proposal,
): Promise<SnapshotProposalPlan> {
  const at = { address: governor, abi: governorAbi } as const
  const description = describeForProposer(text, proposer)
  const actions = [targets, values, calldatas] as const
  const proposalId = await client.readContract({
    ...at,
    functionName: 'getProposalId',
    args: [...actions, keccak256(toHex(description))],
  })
  const [block, nextBlockAt, space, plugins, delaySec, periodSec] = await Promise.all([
    client.getBlock(),
    readNextBlockAt(client),
    client.readContract({ ...at, functionName: 'snapshotSpace' }),
    client.readContract({ ...at, functionName: 'snapshotPlugins', args: [proposalId] }),
    client.readContract({ ...at, functionName: 'votingDelay' }),
    client.readContract({ ...at, functionName: 'votingPeriod' }),
  ])
  // The chain's time, not this machine's: the Governor compares with it. On a chain whose blocks come with transactions
  // the last block may be older than a whole vote.
  const timestamp = Number(nextBlockAt)
  const start = timestamp + Number(delaySec)
  const fields: SnapshotProposalFields = {
    from: proposer,
    space,
    timestamp,
    type: 'basic',
    title,
    body: description,
    discussion: '',
    labels: [],
    start,
    end: start + Number(periodSec),
    snapshot: Number(block.number),
    plugins,
    app: APP,
  }
  return planWithFields(governor, proposalId, actions, fields)
}

/** The plan whose Snapshot proposal has other fields: one that stands there already. */
export function planAnew(
  { proposalId, call }: SnapshotProposalPlan,
  fields: SnapshotProposalFields,
): SnapshotProposalPlan {
  const [targets, values, calldatas] = call.args
  return planWithFields(call.address, proposalId, [targets, values, calldatas], fields)
}

function planWithFields(
  address: Address,
  proposalId: bigint,
  actions: readonly unknown[],
  fields: SnapshotProposalFields,
): SnapshotProposalPlan {
  const data = createSnapshotProposal(fields)
  const snapshotProposalId = getSnapshotId(data)
  const { timestamp, type, title, discussion, labels, start, end, snapshot, app } = fields
  const chosen = {
    timestamp: BigInt(timestamp),
    votingType: type,
    title,
    discussion,
    labels,
    start: BigInt(start),
    end: BigInt(end),
    snapshot: BigInt(snapshot),
    app,
  }
  const args = [...actions, fields.body, chosen, snapshotProposalId]
  const call = { address, abi: governorAbi, functionName: 'proposeWithSnapshot', args }
  return { proposalId, snapshotProposalId, fields, data, call }
}

/** Plans a Snapshot proposal and signs it. */
export async function signSnapshotProposal(
  client: PublicClient,
  governor: Address,
  proposer: MessageSigner,
  title: string,
  proposal: Proposal,
): Promise<SnapshotProposal> {
  const plan = await planSnapshotProposal(client, governor, proposer.address, title, proposal)
  return { ...plan, envelope: await signMessage(proposer, plan.data) }
}
