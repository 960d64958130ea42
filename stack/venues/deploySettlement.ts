import { type Address, parseEther } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { type ChainClient, deployArtifact, send } from '../local/chainClient.ts'
import { linkArtifact } from './linkArtifact.ts'
import { settlementAbi } from './settlementAbi.ts'

/** CoW Protocol's settlement on a local chain. */
export interface Settlement {
  address: Address
  /** What traders approve; the settlement made it. */
  relayer: Address
  /** Whoever it names may settle. */
  allowList: Address
}

/** The Balancer vault, which only orders on balances held there need: nobody. */
const NO_BALANCER = '0x000000000000000000000000000000000000dEaD'

/**
 * Deploys the published contracts. The deployer manages the allow-list.
 *
 * @param solvers - Who may settle. They get ether to do so.
 */
export async function deploySettlement(
  client: ChainClient,
  solvers: readonly HDAccount[],
): Promise<Settlement> {
  const { deployer } = localAccounts
  const deploy = (name: string, args: readonly unknown[] = []) => {
    const artifact = linkArtifact(`@cowprotocol/contracts/lib/contracts/${name}.json`)
    return deployArtifact(client, deployer, name, artifact, args)
  }
  const allowList = await deploy('GPv2AllowListAuthentication')
  const onList = { address: allowList, abi: settlementAbi }
  await send(client, deployer, {
    ...onList,
    functionName: 'initializeManager',
    args: [deployer.address],
  })
  const address = await deploy('GPv2Settlement', [allowList, NO_BALANCER])
  for (const solver of solvers) {
    await client.setBalance({ address: solver.address, value: parseEther('1000') })
    await send(client, deployer, { ...onList, functionName: 'addSolver', args: [solver.address] })
  }
  const relayer = await client.readContract({
    address,
    abi: settlementAbi,
    functionName: 'vaultRelayer',
  })
  return { address, relayer, allowList }
}

/** How a vault offers its trades: see `IntentSettings` in contracts/interfaces/IIntentVault.sol. */
export interface IntentTerms {
  /** How long an order waits, as a part of the voted interval, 1e6 = all of it. */
  patiencePips: number
  /** How much better than the market its first price is, 1e6 = 100 %. */
  premiumPips: number
}

/**
 * Deploys the reference vault with orders (contracts/vault/IntentVault.sol).
 *
 * @param settings - `VaultSettings`, as the contract takes them.
 */
export function deployIntentVault(
  client: ChainClient,
  { address: settlement }: Pick<Settlement, 'address'>,
  settings: Readonly<Record<string, unknown>>,
  { patiencePips, premiumPips }: IntentTerms,
): Promise<Address> {
  const terms = { settlement, patiencePips, premiumPips }
  const args = ['Gimbal local vault with orders', 'gORD', settings, terms]
  const artifact = readArtifact('vault/IntentVault')
  return deployArtifact(client, localAccounts.deployer, 'IntentVault', artifact, args)
}
