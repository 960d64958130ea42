import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  type PublicClient,
} from 'viem'
import { governorAbi } from '../abi/index.ts'
import { type ProposalState, proposalStates } from '../governance/index.ts'
import type { Standing } from './describeStanding.ts'
import { ProposalNotFoundError } from './errors.ts'

/** The vote on a proposal, as of the block that would hold a transaction of now. Times are Unix seconds. */
export interface Voting extends Standing {
  proposer: Address
  /** The time at which votes are weighed; voting begins in the second after it. */
  voteStartAt: bigint
  voteEndAt: bigint
  /** When the timelock lets it through; 0: it does not wait there. */
  executableAt: bigint
  /** The Snapshot proposal whose signatures count; undefined: none does. */
  snapshotProposalId: Hex | undefined
  /** From when on the Governor takes votes that are signed there. */
  snapshotStartAt: bigint
}

/**
 * State and tally of the vote on a proposal, without the text.
 *
 * @throws ProposalNotFoundError
 */
export async function readVoting(
  client: PublicClient,
  governor: Address,
  id: bigint,
): Promise<Voting> {
  const state = await readState(client, governor, id)
  if (state === undefined) throw new ProposalNotFoundError(`${id}`, [])
  // A quiet chain's last block may be long ago.
  const at = { address: governor, abi: governorAbi, args: [id], blockTag: 'pending' } as const
  const [proposer, voteStartAt, voteEndAt, executableAt, [snapshotProposalId, , snapshotStartAt]] =
    await Promise.all([
      client.readContract({ ...at, functionName: 'proposalProposer' }),
      client.readContract({ ...at, functionName: 'proposalSnapshot' }),
      client.readContract({ ...at, functionName: 'proposalDeadline' }),
      client.readContract({ ...at, functionName: 'proposalEta' }),
      client.readContract({ ...at, functionName: 'proposalSnapshotNaming' }),
    ])
  return {
    id,
    state,
    proposer,
    voteStartAt,
    voteEndAt,
    executableAt,
    snapshotProposalId: BigInt(snapshotProposalId) === 0n ? undefined : snapshotProposalId,
    snapshotStartAt,
  }
}

/** Undefined where the Governor has no such proposal. */
async function readState(
  client: PublicClient,
  governor: Address,
  id: bigint,
): Promise<ProposalState | undefined> {
  try {
    const state = await client.readContract({
      address: governor,
      abi: governorAbi,
      functionName: 'state',
      args: [id],
      blockTag: 'pending',
    })
    return proposalStates[state]
  } catch (error) {
    const reverted =
      error instanceof BaseError &&
      error.walk((one) => one instanceof ContractFunctionRevertedError)
    if (!(reverted instanceof ContractFunctionRevertedError)) throw error
    if (reverted.data?.errorName !== 'GovernorNonexistentProposal') throw error
    return undefined
  }
}
