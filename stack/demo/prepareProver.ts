import { type Address, parseEther } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'
import { LOCAL_MNEMONIC } from '../local/accounts.ts'
import { createChainClient } from '../local/chainClient.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import type { MarketStack } from './createMarketDocument.ts'
import { deployProvenReporter } from './deployProvenReporter.ts'

/** Of the same words as the ten accounts that anvil knows, and well apart from them, the keepers and those of `stack/venues/`. */
const PROVER_INDEX = 60
/** Pushes at 10,000 gwei cost some 3 ether each. */
const PROVER_ETHER = parseEther('10000')

/** Who pushes what nobody signs, and the contract that measures it. */
export interface PreparedProver {
  reporter: Address
  account: HDAccount
}

/**
 * Deploys the contract that measures for itself, and gives an account ether to have it push.
 *
 * @throws StackNotBuiltError, StackChainError
 */
export async function prepareProver(
  stack: MarketStack & Pick<Stack, 'urls'>,
): Promise<PreparedProver> {
  const client = createChainClient(stack.urls.rpc)
  const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: PROVER_INDEX })
  const { address } = account
  // Before the block of the deployment, as with keepers: ether from nowhere is no part of the block that was the latest.
  await askChain('funding the prover', () => client.setBalance({ address, value: PROVER_ETHER }))
  return { reporter: await deployProvenReporter(stack), account }
}
