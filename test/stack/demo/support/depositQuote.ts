import { type Address, erc20Abi } from 'viem'
import { vaultAbi } from '../../../../abi/index.ts'
import { localAccounts } from '../../../../stack/local/accounts.ts'
import { type ChainClient, send } from '../../../../stack/local/chainClient.ts'

/**
 * The trader comes with dollars alone, so that the weight falls below its target. A swap would not do: the vault waits
 * until the mean price has followed, and the next minute brings the price back.
 */
export async function depositQuote(
  client: ChainClient,
  dollar: Address,
  vault: Address,
  assets: bigint,
): Promise<void> {
  const { trader } = localAccounts
  const approve = { address: dollar, abi: erc20Abi, functionName: 'approve', args: [vault, assets] }
  await send(client, trader, approve)
  const args = [assets, trader.address]
  await send(client, trader, { address: vault, abi: vaultAbi, functionName: 'deposit', args })
}
