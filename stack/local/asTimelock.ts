import { type Address, parseEther } from 'viem'
import type { ChainClient } from './chainClient.ts'

/**
 * Does what a vote does: anvil lets the timelock, who alone may, send transactions without a key. No real chain does,
 * and nothing but a local chain may use this.
 */
export async function asTimelock(
  client: ChainClient,
  timelock: Address,
  act: () => Promise<void>,
): Promise<void> {
  await client.impersonateAccount({ address: timelock })
  try {
    // The timelock holds no ether, and keeps none: it has to pay for what it sends.
    await client.setBalance({ address: timelock, value: parseEther('1') })
    await act()
    await client.setBalance({ address: timelock, value: 0n })
  } finally {
    await client.stopImpersonatingAccount({ address: timelock })
  }
}
