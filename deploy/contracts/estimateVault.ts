import {
  type Abi,
  type Address,
  BaseError,
  encodeDeployData,
  type Hex,
  type PublicClient,
  parseAbi,
  zeroAddress,
} from 'viem'
import type { VaultConfig } from './deployConfig.ts'
import type { Environment } from './environment.ts'
import { DeployFailedError } from './errors.ts'
import { toVaultArguments } from './vaultArguments.ts'

const factoryAbi = parseAbi(['function getPool(address, address, uint24) view returns (address)'])
// The constructor keeps it and does not call it, and it may not be there yet.
const UNKNOWN_CONTRACT: Address = '0x0000000000000000000000000000000000000001'

/**
 * The gas that the reference vault's creation takes on the chain itself: it needs the pool, which no rehearsal has.
 *
 * @throws DeployFailedError if the factory knows no such pool, or the vault's constructor refuses.
 */
export async function estimateVault(
  client: PublicClient,
  environment: Environment,
  vault: VaultConfig,
): Promise<bigint> {
  await requirePool(client, vault)
  const { abi, bytecode } = await environment.artifacts.readArtifact('RebalancingVault')
  const { name, symbol, ...settings } = toVaultArguments(vault)
  const args = [name, symbol, { riskParameters: UNKNOWN_CONTRACT, ...settings }]
  const data = encodeDeployData({ abi: abi as Abi, bytecode: bytecode as Hex, args })
  try {
    return await client.estimateGas({ data })
  } catch (cause) {
    const reason = cause instanceof BaseError ? cause.shortMessage : (cause as Error).message
    throw new DeployFailedError(
      `the vault cannot be created (${reason}); correct vault in the configuration. Nothing was sent`,
      { cause },
    )
  }
}

async function requirePool(client: PublicClient, vault: VaultConfig): Promise<void> {
  const { factory, quoteToken, riskyToken, poolFeePips } = vault
  const call = { address: factory, abi: factoryAbi, functionName: 'getPool' } as const
  const pool = await client
    .readContract({ ...call, args: [quoteToken, riskyToken, poolFeePips] })
    .catch((cause) => {
      const what = `vault.factory: ${factory} does not answer as a factory of Uniswap v3`
      throw new DeployFailedError(`${what}; correct it. Nothing was sent`, { cause })
    })
  if (pool !== zeroAddress) return
  throw new DeployFailedError(
    `vault: the factory ${factory} knows no pool of ${quoteToken} and ${riskyToken} with the fee ` +
      `${poolFeePips} pips; create it first, or correct the configuration. Nothing was sent`,
  )
}
