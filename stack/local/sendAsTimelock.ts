import { type Abi, type Address, parseEther } from 'viem'
import { type ChainClient, send } from './chainClient.ts'

/**
 * Sends what only a timelock may, as if a vote had passed: anvil lets it send without a key. No real chain does, and
 * nothing but a local stack may use this.
 */
export async function sendAsTimelock(
  client: ChainClient,
  timelock: Address,
  call: { address: Address; abi: Abi; functionName: string; args: readonly unknown[] },
): Promise<void> {
  await client.impersonateAccount({ address: timelock })
  try {
    // The timelock holds no ether, and keeps none: it has to pay for the one transaction.
    await client.setBalance({ address: timelock, value: parseEther('1') })
    await send(client, timelock, call)
    await client.setBalance({ address: timelock, value: 0n })
  } finally {
    await client.stopImpersonatingAccount({ address: timelock })
  }
}
