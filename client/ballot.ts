import type { Address, Hex, PublicClient } from 'viem'
import { z } from 'zod'
import { governorAbi } from '../abi/index.ts'
import type { MessageSigner } from '../snapshot/index.ts'

/** A vote for the Governor that its voter signed; anyone may send it (OpenZeppelin's `castVoteBySig`). */
export interface Ballot {
  chainId: number
  governor: Address
  proposalId: bigint
  /** 0 against, 1 for, 2 abstain. */
  support: number
  voter: Address
  nonce: bigint
  signature: Hex
}

const ballotTypes = {
  Ballot: [
    { name: 'proposalId', type: 'uint256' },
    { name: 'support', type: 'uint8' },
    { name: 'voter', type: 'address' },
    { name: 'nonce', type: 'uint256' },
  ],
} as const

/** The low bits of a proposal's id, by which the Governor keeps a count of nonces for each proposal. */
const NONCE_KEY_BITS = 192

/**
 * Signs a ballot with the voter's next nonce for this proposal: ballots for other proposals stay good beside it, in
 * whatever order they are brought.
 */
export async function signBallot(
  client: PublicClient,
  { chainId, governor }: Pick<Ballot, 'chainId' | 'governor'>,
  voter: MessageSigner,
  proposalId: bigint,
  support: number,
): Promise<Ballot> {
  const nonce = await client.readContract({
    address: governor,
    abi: governorAbi,
    functionName: 'nonces',
    args: [voter.address, BigInt.asUintN(NONCE_KEY_BITS, proposalId)],
  })
  const signature = await voter.signTypedData({
    domain: { name: 'Gimbal Governor', version: '1', chainId, verifyingContract: governor },
    types: ballotTypes,
    primaryType: 'Ballot',
    message: { proposalId, support, voter: voter.address, nonce },
  })
  return { chainId, governor, proposalId, support, voter: voter.address, nonce, signature }
}

/** A ballot as `gimbal vote --via signature` prints it, one object of JSON. */
export function formatBallot(ballot: Ballot): string {
  return JSON.stringify(ballot, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
}

const decimal = z
  .string('is no text; give digits in quotes')
  .regex(/^\d{1,78}$/, 'is no whole number; give digits')
  .transform(BigInt)
const hex = (bytes: number) =>
  z
    .string(`is no text; give ${bytes} bytes in hex`)
    .regex(
      new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`),
      `is not ${bytes} bytes in hex; give 0x and them`,
    )

/** Reads what `formatBallot` writes. */
export const ballotSchema = z.strictObject({
  chainId: z
    .int('is no id of a chain; give a whole number')
    .positive('is no id of a chain; give one from 1 on'),
  governor: hex(20),
  proposalId: decimal,
  support: z.literal([0, 1, 2], 'is no choice; give 0 (against), 1 (for) or 2 (abstain)'),
  voter: hex(20),
  nonce: decimal,
  signature: z
    .string('is no text; give the signature in hex')
    .regex(/^0x([0-9a-fA-F]{2}){1,4096}$/, 'is no hex; give 0x and the signature'),
}) as unknown as z.ZodType<Ballot>
