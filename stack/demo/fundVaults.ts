import { type Address, maxUint256, parseAbi } from 'viem'
import { vaultAbi } from '../../abi/index.ts'
import { localAccounts } from '../local/accounts.ts'
import { type ChainClient, createChainClient, send } from '../local/chainClient.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import { VaultClosedError } from './errors.ts'
import { withSteadyTime } from './withSteadyTime.ts'

const poolAbi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24, uint16, uint16, uint16, uint8, bool)',
])
const tokenAbi = parseAbi([
  'function approve(address, uint256) returns (bool)',
  'function transfer(address, uint256) returns (bool)',
])

/**
 * Gives each vault the same portfolio, half of it dollars and half wrapped ether at the pool's price of this moment, from
 * the trader, who gets all shares. Blocks come with transactions meanwhile, three of a second for each vault, so this is
 * for the time before a replay, or between two.
 *
 * @param vaults - Without shares of anybody else.
 * @param navUsd6 - Value of each vault afterwards, 1e6 = $1.
 * @throws VaultClosedError while the pool's memory is shorter than the window of the vault's mean price, 600 s, or spot
 *   and mean price disagree; StackChainError
 */
export async function fundVaults(
  stack: Pick<Stack, 'urls' | 'addresses'>,
  vaults: readonly Address[],
  navUsd6: bigint,
): Promise<void> {
  const client = createChainClient(stack.urls.rpc)
  const { dollar, weth, pool } = stack.addresses.venue
  const { trader } = localAccounts
  const sendTo = (address: Address, functionName: string, args: readonly unknown[]) =>
    send(client, trader, { address, abi: [...tokenAbi, ...vaultAbi], functionName, args })

  await askChain('funding the vaults', () =>
    withSteadyTime(client, async () => {
      const slot0 = { address: pool, abi: poolAbi, functionName: 'slot0' } as const
      const [sqrtPriceX96] = await client.readContract(slot0)
      // The dollar has the six decimals of navUsd6, and is token0: its price in ether is the root's square.
      const quoteAmount = navUsd6 / 2n
      const riskyAmount = ((navUsd6 - quoteAmount) * sqrtPriceX96 ** 2n) >> 192n
      for (const vault of vaults) await requireOpen(client, vault)
      for (const vault of vaults) {
        await sendTo(dollar, 'approve', [vault, quoteAmount])
        await sendTo(vault, 'deposit', [quoteAmount, trader.address])
        // Deposits are in quote only. A gift raises the value of all shares. All shares are the trader's, so nobody else is affected.
        await sendTo(weth, 'transfer', [vault, riskyAmount])
      }
    }),
  )
}

async function requireOpen(client: ChainClient, vault: Address): Promise<void> {
  const at = { address: vault, abi: vaultAbi } as const
  const args = [localAccounts.trader.address] as const
  const most = await client.readContract({ ...at, functionName: 'maxDeposit', args })
  if (most === maxUint256) return
  const { twapWindowSec } = await client.readContract({ ...at, functionName: 'settings' })
  throw new VaultClosedError(vault, twapWindowSec)
}
