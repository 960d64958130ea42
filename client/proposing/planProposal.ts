import { type Address, keccak256, type PublicClient, toHex } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { describeForProposer, type Proposal } from '../../governance/index.ts'
import type { ContractCall } from '../contractCall.ts'
import { describeStanding } from '../describeStanding.ts'
import { ProposalNotFoundError, ProposalStateError } from '../errors.ts'
import { readVoting } from '../readVoting.ts'

/**
 * The call by which an account proposes. Its description names the account in the last line, so that nobody else can take
 * the proposal's id.
 */
export function planProposal(
  governor: Address,
  proposer: Address,
  { targets, values, calldatas, description }: Proposal,
): ContractCall {
  const args = [targets, values, calldatas, describeForProposer(description, proposer)]
  return { address: governor, abi: governorAbi, functionName: 'propose', args }
}

/**
 * The id that the Governor gives to the proposal of an account.
 *
 * @throws ProposalStateError if it has it already; the message says how it stands and what to do.
 */
export async function requireNew(
  client: PublicClient,
  governor: Address,
  proposer: Address,
  { targets, values, calldatas, description: text }: Proposal,
): Promise<bigint> {
  const description = describeForProposer(text, proposer)
  const proposalId = await client.readContract({
    address: governor,
    abi: governorAbi,
    functionName: 'getProposalId',
    args: [targets, values, calldatas, keccak256(toHex(description))],
  })
  try {
    const voting = await readVoting(client, governor, proposalId)
    throw new ProposalStateError(proposalId, describeStanding(voting, 'propose'))
  } catch (error) {
    if (error instanceof ProposalNotFoundError) return proposalId
    throw error
  }
}
