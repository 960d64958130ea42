import { type Address, concat, type Hex, keccak256, slice, stringToHex } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'

// Keys of a stack on one machine, which anybody can compute from these lines. What they sign is worth nothing elsewhere.

/** A network of four signers of which one may be faulty. */
export const testSigners: readonly PrivateKeyAccount[] = [1, 2, 3, 4].map((number) =>
  privateKeyToAccount(
    keccak256(stringToHex(`TEST KEY of gimbal's local prices, signer ${number}`)),
  ),
)
export const testSignerAddresses: readonly Address[] = testSigners.map(({ address }) => address)
export const TEST_FAULTS = 1

/** Ether in dollars, as the stack's own network names it: schema v3. */
export const testFeedId: Hex = concat([
  '0x0003',
  slice(keccak256(stringToHex('gimbal local ETH/USD')), 2),
])
/** Of the configuration that the local verifier is given with these signers. */
export const testConfigDigest: Hex = concat([
  '0x0006',
  slice(keccak256(stringToHex('gimbal local configuration 1')), 2),
])
