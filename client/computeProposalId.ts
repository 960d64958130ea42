import { encodeAbiParameters, keccak256, parseAbiParameters, stringToHex } from 'viem'
import type { Proposal } from '../governance/index.ts'

const types = parseAbiParameters('address[], uint256[], bytes[], bytes32')

/**
 * The id of a proposal: the hash of all that it does and says. Who votes signs the id alone.
 *
 * Source: OpenZeppelin's Governor 5.7, hashProposal.
 */
export function computeProposalId({ targets, values, calldatas, description }: Proposal): bigint {
  const text = keccak256(stringToHex(description))
  return BigInt(keccak256(encodeAbiParameters(types, [targets, values, calldatas, text])))
}
