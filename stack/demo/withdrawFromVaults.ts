import { type Address, parseAbi } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { createChainClient, send } from '../local/chainClient.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import { withSteadyTime } from './withSteadyTime.ts'

const abi = parseAbi([
  'function portfolioFigures() view returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec)',
  'function withdraw(uint256 assets, address receiver, address owner) returns (uint256)',
])

/**
 * The trader takes a share of each vault's worth out, in dollars: what is left is too much ether, and each vault has to
 * come back to its target. For the time between two parts of a replay, as `fundVaults` is.
 *
 * @param sharePips - 1e6 = 100 %; less than the dollars that a vault has.
 * @throws StackChainError if a vault has no price now, or not that many dollars.
 */
export async function withdrawFromVaults(
  stack: Pick<Stack, 'urls'>,
  vaults: readonly Address[],
  sharePips: bigint,
): Promise<void> {
  const client = createChainClient(stack.urls.rpc)
  const { trader } = localAccounts
  await askChain('the withdrawal from the vaults', () =>
    withSteadyTime(client, async () => {
      for (const address of vaults) {
        // The dollar has the six decimals of navUsd6.
        const call = { address, abi, functionName: 'portfolioFigures' } as const
        const [navUsd6] = await client.readContract(call)
        const args = [(navUsd6 * sharePips) / 1_000_000n, trader.address, trader.address]
        await send(client, trader, { address, abi, functionName: 'withdraw', args })
      }
    }),
  )
}
