import {
  type Address,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  toHex,
} from 'viem'
import { governorAbi } from '../abi/index.ts'
import { describeForProposer, type Proposal } from '../governance/index.ts'
import {
  createSnapshotProposal,
  type Envelope,
  getSnapshotId,
  signMessage,
} from '../snapshot/index.ts'
import type { ContractCall } from './contractCall.ts'

const APP = 'gimbal'

/** A proposal on Snapshot, and the call by which the Governor takes its votes. */
export interface SnapshotProposal {
  proposalId: bigint
  snapshotProposalId: Hex
  /** For the sequencer; post it before the call is sent. */
  envelope: Envelope
  call: ContractCall
}

/**
 * Signs a Snapshot proposal with the Governor's own delay and period, so that it is open when the Governor's vote begins
 * and closes by its end. Its body is the description, its plugins name chain, Governor and proposal.
 */
export async function signSnapshotProposal(
  client: PublicClient,
  governor: Address,
  proposer: LocalAccount,
  title: string,
  { targets, values, calldatas, description: text }: Proposal,
): Promise<SnapshotProposal> {
  const at = { address: governor, abi: governorAbi } as const
  const description = describeForProposer(text, proposer.address)
  const actions = [targets, values, calldatas] as const
  const proposalId = await client.readContract({
    ...at,
    functionName: 'getProposalId',
    args: [...actions, keccak256(toHex(description))],
  })
  const [block, space, plugins, delaySec, periodSec] = await Promise.all([
    client.getBlock(),
    client.readContract({ ...at, functionName: 'snapshotSpace' }),
    client.readContract({ ...at, functionName: 'snapshotPlugins', args: [proposalId] }),
    client.readContract({ ...at, functionName: 'votingDelay' }),
    client.readContract({ ...at, functionName: 'votingPeriod' }),
  ])
  // The chain's time, not this machine's: the Governor compares with it.
  const timestamp = Number(block.timestamp)
  const start = timestamp + Number(delaySec)
  const fields = {
    timestamp,
    type: 'basic' as const,
    title,
    discussion: '',
    labels: [],
    start,
    end: start + Number(periodSec),
    snapshot: Number(block.number),
    app: APP,
  }
  const data = createSnapshotProposal({
    ...fields,
    from: proposer.address,
    space,
    body: description,
    plugins,
  })
  const snapshotProposalId = getSnapshotId(data)
  const chosen = {
    timestamp: BigInt(fields.timestamp),
    votingType: fields.type,
    title,
    discussion: fields.discussion,
    labels: fields.labels,
    start: BigInt(start),
    end: BigInt(fields.end),
    snapshot: BigInt(fields.snapshot),
    app: APP,
  }
  const args = [...actions, description, chosen, snapshotProposalId]
  return {
    proposalId,
    snapshotProposalId,
    envelope: await signMessage(proposer, data),
    call: { ...at, functionName: 'proposeWithSnapshot', args },
  }
}
