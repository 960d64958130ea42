import { parseEther } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'
import { LOCAL_MNEMONIC } from '../local/accounts.ts'
import { createChainClient } from '../local/chainClient.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'

/** Of the same words as the ten accounts that anvil knows, and well apart from them and from those of `stack/venues/`. */
const FIRST_INDEX = 40

/** A rebalance at 10,000 gwei costs some 3 ether, and four times that has to be there when it is sent. */
const KEEPER_ETHER = parseEther('10000')

/**
 * An account with ether for each keeper: two that send at the same time must not share nonces.
 *
 * @param names - The same names in the same order get the same accounts.
 * @throws StackChainError
 *
 * @example
 * const { gimbal, control } = await fundKeepers(stack, ['gimbal', 'control'])
 */
export async function fundKeepers<Name extends string>(
  stack: Pick<Stack, 'urls'>,
  names: readonly Name[],
): Promise<Record<Name, HDAccount>> {
  const client = createChainClient(stack.urls.rpc)
  const accounts = names.map((name, index) => {
    return [name, mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: FIRST_INDEX + index })] as const
  })
  await askChain('funding the keepers', () =>
    Promise.all(
      accounts.map(([, { address }]) => client.setBalance({ address, value: KEEPER_ETHER })),
    ),
  )
  return Object.fromEntries(accounts) as Record<Name, HDAccount>
}
