import { type Address, parseAbi, parseEther } from 'viem'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import type { Stack } from '../../../stack/local/stack.ts'

/** Gives every voter tokens of the first holder, 18 decimals, and makes each his own delegate. */
export async function fundVoters(
  stack: Stack,
  from: Address,
  addresses: readonly Address[],
  votes: bigint,
): Promise<void> {
  const chain = createChainClient(stack.urls.rpc)
  const { token } = stack.addresses.governance
  await chain.request({ method: 'anvil_autoImpersonateAccount', params: [true] } as never)
  const abi = parseAbi(['function transfer(address, uint256)', 'function delegate(address)'])
  const at = { address: token, abi, chain: null, gas: 200_000n } as const
  const nonce = await chain.getTransactionCount({ address: from })
  await chain.setAutomine(false)
  for (let start = 0; start < addresses.length; start += 50) {
    const some = addresses.slice(start, start + 50)
    await Promise.all(some.map((address) => chain.setBalance({ address, value: parseEther('1') })))
    for (const [index, address] of some.entries()) {
      const args = [address, votes] as const
      const sent = { ...at, functionName: 'transfer', args, account: from } as const
      await chain.writeContract({ ...sent, nonce: nonce + start + index })
    }
    await Promise.all(
      some.map((address) =>
        chain.writeContract({ ...at, functionName: 'delegate', args: [address], account: address }),
      ),
    )
    await chain.mine({ blocks: 2 })
  }
  await chain.setAutomine(true)
  await chain.request({ method: 'anvil_autoImpersonateAccount', params: [false] } as never)
}
