import { type Address, type Hex, type Log, type PublicClient, parseEventLogs } from 'viem'
import { governorAbi } from '../abi/index.ts'
import { type Proposal, type ProposalState, proposalStates } from '../governance/index.ts'
import type { RawLog } from '../observation/index.ts'
import { computeProposalId } from './computeProposalId.ts'
import { ForgedProposalError, IncompleteLogsError, ProposalNotFoundError } from './errors.ts'
import { readContractLogs } from './logs/readContractLogs.ts'

/** A proposal as it was made. */
export interface MadeProposal extends Proposal {
  id: bigint
  proposer: Address
  /** Unix seconds: who holds votes then may vote, from then on. */
  voteStartAt: bigint
  /** The deadline that it was made with, Unix seconds; a late turn of the outcome may have moved it since. */
  firstEndAt: bigint
  blockNumber: bigint
  transactionHash: Hex
}

/** State and tally of a proposal at one block. Votes have 18 decimals, times are unix seconds. */
export interface ProposalStatus {
  state: ProposalState
  voteEndAt: bigint
  /** When the timelock lets it through; 0: it does not wait there. */
  executableAt: bigint
  againstVotes: bigint
  forVotes: bigint
  abstainVotes: bigint
  /** For and Abstain together have to reach it; before the vote begins, as it would be now. */
  quorumVotes: bigint
  /** The Snapshot proposal whose signatures count; undefined: none does. */
  snapshotProposalId: Hex | undefined
  /** Time of the block at which all of this was read. */
  asOfAt: bigint
}

/**
 * Every proposal of the Governor, in the order in which they were made.
 *
 * @throws IncompleteLogsError if the node is known to have left out some; ForgedProposalError if it tells other calls or
 *   another text than a proposal has.
 */
export async function readProposals(
  client: PublicClient,
  governor: Address,
  startBlock: bigint,
): Promise<MadeProposal[]> {
  const toBlock = await client.getBlockNumber()
  const range = { address: governor, fromBlock: startBlock, toBlock }
  const logs = await readContractLogs(client, range)
  return parseProposals(logs, startBlock)
}

/**
 * The proposals that logs of the Governor tell of.
 *
 * @param before - Proposals that were made in earlier blocks, which votes and steps may be of.
 * @throws IncompleteLogsError if a vote or a step is of no proposal among all of them; ForgedProposalError if one is told
 *   with calls or a text of which its id is not the hash.
 */
export function parseProposals(
  logs: readonly RawLog[],
  startBlock: bigint,
  before: readonly MadeProposal[] = [],
): MadeProposal[] {
  const all = logs as readonly unknown[] as Log<bigint, number, false>[]
  const proposals = parseEventLogs({
    abi: governorAbi,
    eventName: 'ProposalCreated',
    logs: all,
  }).map(({ args, blockNumber, transactionHash }) => ({
    id: args.proposalId,
    proposer: args.proposer,
    targets: args.targets,
    values: args.values,
    calldatas: args.calldatas,
    description: args.description,
    voteStartAt: args.voteStart,
    firstEndAt: args.voteEnd,
    blockNumber,
    transactionHash,
  }))
  const forged = proposals.find((proposal) => computeProposalId(proposal) !== proposal.id)
  if (forged !== undefined) throw new ForgedProposalError(forged.id)
  // Votes and steps name their proposal: one that was never made is one that was left out.
  const known = new Set([...before, ...proposals].map(({ id }) => id))
  const orphan = parseEventLogs({ abi: governorAbi, logs: all }).find(
    ({ args }) => !known.has(args.proposalId),
  )
  if (orphan === undefined) return proposals
  const evidence = `${orphan.eventName} in block ${orphan.blockNumber} is of a proposal whose first event the node did not give`
  throw new IncompleteLogsError(startBlock, orphan.blockNumber, evidence)
}

/** @throws ProposalNotFoundError; IncompleteLogsError if the Governor knows it and the node gives no log of it. */
export async function readProposal(
  client: PublicClient,
  governor: Address,
  startBlock: bigint,
  id: bigint,
): Promise<MadeProposal> {
  const proposals = await readProposals(client, governor, startBlock)
  const found = proposals.find((proposal) => proposal.id === id)
  if (found !== undefined) return found
  const { number: blockNumber } = await client.getBlock()
  const snapshotAt = await client.readContract({
    address: governor,
    abi: governorAbi,
    functionName: 'proposalSnapshot',
    args: [id],
    blockNumber,
  })
  if (snapshotAt === 0n) {
    throw new ProposalNotFoundError(
      `${id}`,
      proposals.map((of) => `${of.id}`),
    )
  }
  throw new IncompleteLogsError(startBlock, blockNumber, `the Governor knows the proposal ${id}`)
}

/** Where a proposal stands now. */
export async function readStatus(
  client: PublicClient,
  governor: Address,
  { id, voteStartAt }: Pick<MadeProposal, 'id' | 'voteStartAt'>,
): Promise<ProposalStatus> {
  const { number: blockNumber, timestamp: asOfAt } = await client.getBlock()
  const at = { address: governor, abi: governorAbi, blockNumber } as const
  const [state, voteEndAt, executableAt, [againstVotes, forVotes, abstainVotes], naming] =
    await Promise.all([
      client.readContract({ ...at, functionName: 'state', args: [id] }),
      client.readContract({ ...at, functionName: 'proposalDeadline', args: [id] }),
      client.readContract({ ...at, functionName: 'proposalEta', args: [id] }),
      client.readContract({ ...at, functionName: 'proposalVotes', args: [id] }),
      client.readContract({ ...at, functionName: 'proposalSnapshotNaming', args: [id] }),
    ])
  const countedAt = asOfAt > voteStartAt ? voteStartAt : asOfAt - 1n
  const quorumVotes = await client.readContract({
    ...at,
    functionName: 'quorum',
    args: [countedAt],
  })
  const [snapshotProposalId] = naming
  return {
    state: proposalStates[state] as ProposalState,
    voteEndAt,
    executableAt,
    againstVotes,
    forVotes,
    abstainVotes,
    quorumVotes,
    asOfAt,
    snapshotProposalId: BigInt(snapshotProposalId) === 0n ? undefined : snapshotProposalId,
  }
}
