import { type Address, erc20Abi } from 'viem'
import { vaultAbi } from '../../abi/index.ts'
import type { ChainClient } from '../local/chainClient.ts'
import type { VaultLimits } from './checkVault.ts'

/** The promises of a vault's settings, which never change. */
export async function readVaultLimits(client: ChainClient, vault: Address): Promise<VaultLimits> {
  const { epochSec, poolFeePips, slippageCapPips, quoteToken } = await client.readContract({
    address: vault,
    abi: vaultAbi,
    functionName: 'settings',
  })
  const token = { address: quoteToken, abi: erc20Abi } as const
  return {
    epochSec: BigInt(epochSec),
    poolFeePips: BigInt(poolFeePips),
    slippageCapPips: BigInt(slippageCapPips),
    quoteDecimals: BigInt(await client.readContract({ ...token, functionName: 'decimals' })),
  }
}
