import { type HDAccount, mnemonicToAccount } from 'viem/accounts'
import { LOCAL_MNEMONIC } from '../local/accounts.ts'

/** How many of a bridge's three signers have to sign. */
export const SIGNATURES_NEEDED = 2

/**
 * Test keys: anyone can derive them from the words that every local chain starts from. They stand for the signers of
 * each bridge, hold nothing, and are worth nothing anywhere else. Ascending by address, as both bridges want them.
 */
export const bridgeSigners = {
  axelar: ascending([20, 21, 22]),
  hyperlane: ascending([23, 24, 25]),
} as const

function ascending(indices: readonly number[]): readonly HDAccount[] {
  return indices
    .map((addressIndex) => mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex }))
    .toSorted((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1))
}
