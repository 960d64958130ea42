import type { Address, Hex, PublicClient } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { readChain } from '../../client/chains/readChain.ts'
import { loadCore } from '../../core/index.ts'
import { type BlockSource, findBlockSource } from './blockSource.ts'
import { connectChain } from './chain.ts'
import type { DeployConfig } from './deployConfig.ts'
import { createEnvironment, type Environment } from './environment.ts'
import { DeployConfigError, DeployFailedError, DeployKeyError } from './errors.ts'
import { type Cost, estimateCost } from './estimateCost.ts'
import { estimateVault } from './estimateVault.ts'
import { createGimbalModule, type GimbalModule } from './gimbalModule.ts'
import { type Progress, readProgress } from './journal.ts'
import { rehearse } from './rehearse.ts'
import { describeSteps, nameByRole, type Step } from './steps.ts'

export interface DeploymentOptions {
  config: DeployConfig
  url: string
  /** Chains that the node may be on. */
  chainIds: readonly number[]
  /** An absolute path. The folder `deployments` in it holds the journal and the record. */
  root: string
  /** Absent: the plan is made, the balance is not checked, and nothing can be sent. */
  key?: Hex | undefined
  /** The reference vault too, as the configuration has it. */
  withVault?: boolean
  /** The node's URL for the network's file; without it the file names no node. */
  urlSettings?: { rpcUrl: string } | { rpcUrlVariable: string } | undefined
}

export interface PlannedStep extends Step {
  /** Gas that it used in the rehearsal. */
  gas: bigint
  /** An earlier run has done it. */
  isDone: boolean
}

/** Everything that is known before the first transaction. */
export interface Deployment {
  options: DeploymentOptions
  environment: Environment
  module: GimbalModule
  client: PublicClient
  chainId: number
  coreHash: Hex
  blockSource: BlockSource
  /** Between two blocks; undefined for an unknown chain with a single block. */
  blockTimeMs: number | undefined
  deployer: Address | undefined
  /** Of the deployer, in wei. */
  balanceWei: bigint | undefined
  steps: readonly PlannedStep[]
  /** Of the steps that are not done. */
  cost: Cost
}

/**
 * Checks the chain, rehearses the whole deployment in this process, and says what is left to do. Sends nothing.
 *
 * @throws DeployChainError, DeployKeyError or DeployFailedError for what stands in the way.
 */
export async function prepareDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { config, url, chainIds, root, key, withVault = false } = options
  const deployer = key && readDeployer(key)
  if (deployer !== undefined) checkParties(config, deployer)
  const { client, chainId } = await connectChain(url, chainIds)
  const progress = await readProgress(root, chainId)
  await checkProgress(client, progress)

  const { hash: coreHash } = await loadCore()
  const vault = chooseVault(config, progress, withVault)
  const blockSource = await findBlockSource(client)
  const { blockTimeMs } = await readChain(client, chainId)
  const module = createGimbalModule(config, coreHash, blockSource, vault)
  const target = key && { url, key }
  const environment = await createEnvironment({
    chainId,
    journalRoot: root,
    ...(target && { target }),
  })
  // The chain inside this process counts its blocks plainly, whatever the real one does.
  const rehearsed = createGimbalModule(config, coreHash, 'Plain')
  const { described, gas } = await rehearseSteps(environment, module, rehearsed)
  const isVaultDone = 'RebalancingVault' in progress.addresses
  if (vault !== undefined) {
    gas.push(isVaultDone ? 0n : await estimateVault(client, environment, vault))
  }
  const steps = described.map((step, index) => {
    return { ...step, gas: gas[index] ?? 0n, isDone: progress.done.has(step.id) }
  })
  const gasToGo = steps.reduce((sum, step) => (step.isDone ? sum : sum + step.gas), 0n)
  const [cost, balanceWei] = await Promise.all([
    estimateCost(client, gasToGo),
    deployer && client.getBalance({ address: deployer }),
  ])
  return {
    options,
    environment,
    module,
    client,
    chainId,
    coreHash,
    blockSource,
    blockTimeMs,
    deployer,
    balanceWei,
    steps,
    cost,
  }
}

/** The vault that is to be there: asked for now, or deployed by an earlier run. */
function chooseVault({ vault }: DeployConfig, { addresses }: Progress, isWanted: boolean) {
  if (isWanted && vault === undefined) {
    throw new DeployConfigError(
      'the configuration',
      'vault: is missing, but --vault needs it; add it (docs/deploy.md), or leave --vault out',
    )
  }
  return isWanted || 'RebalancingVault' in addresses ? vault : undefined
}

function readDeployer(key: Hex): Address {
  try {
    return privateKeyToAddress(key)
  } catch {
    // Without its cause, which may contain the key.
    throw new DeployKeyError('the private key is outside the range of keys; give another')
  }
}

// The deployer must hold neither tokens nor a role afterwards.
function checkParties({ token, guardian }: DeployConfig, deployer: Address): void {
  const parties = [guardian, ...token.holders.map(({ account }) => account)]
  if (!parties.some((party) => party.toLowerCase() === deployer.toLowerCase())) return
  throw new DeployKeyError(
    `the deployer ${deployer} is the guardian or a holder of tokens, and must keep nothing; ` +
      'deploy from another account',
  )
}

// A local chain that was started again does not have the contracts of an old journal.
async function checkProgress(client: PublicClient, { folder, addresses }: Progress): Promise<void> {
  for (const [name, address] of Object.entries(addresses)) {
    const code = await client.getCode({ address })
    if (code !== undefined && code !== '0x') continue
    throw new DeployFailedError(
      `${folder} says that ${name} is at ${address}, where this chain has no contract; ` +
        'if the chain was started again, move that folder away',
    )
  }
}

async function rehearseSteps(
  environment: Environment,
  module: GimbalModule,
  rehearsed: GimbalModule,
) {
  try {
    const described = await describeSteps(environment, module, nameByRole)
    return { described, gas: await rehearse(environment, rehearsed) }
  } catch (cause) {
    throw new DeployFailedError(
      [
        ...`the rehearsal failed, and nothing was sent: ${(cause as Error).message.trim()}`.split(
          '\n',
        ),
        'Build the contracts with `npm run setup`, or correct the configuration',
      ],
      { cause },
    )
  }
}
