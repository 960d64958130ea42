import type { Address } from 'viem'

/**
 * The votes of an account at a block of the space's chain, 18 decimals.
 *
 * @param snapshot A block number, or `latest` for the right to propose.
 */
export type GetVotingPower = (
  address: Address,
  space: string,
  snapshot: number | 'latest',
) => bigint | Promise<bigint>
