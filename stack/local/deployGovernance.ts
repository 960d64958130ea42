import { fileURLToPath } from 'node:url'
import { type Address, type Hex, toHex } from 'viem'
import { readDeployConfig } from '../../deploy/contracts/deployConfig.ts'
import { prepareDeployment } from '../../deploy/contracts/prepareDeployment.ts'
import { runDeployment } from '../../deploy/contracts/runDeployment.ts'
import { localAccounts } from './accounts.ts'
import { StackChainError } from './errors.ts'

const shippedConfig = fileURLToPath(new URL('governance.json', import.meta.url))

/** Where the contracts of this project are on a local chain. */
export interface Governance {
  token: Address
  timelock: Address
  governor: Address
  manager: Address
  riskParameters: Address
  /** The block of the token, which is the first of them: what any of them has logged is not before. */
  startBlock: number
}

export interface DeployGovernanceOptions {
  url: string
  chainId: number
  /** Where Ignition keeps its journal. */
  root: string
  /** As `gimbal deploy` takes it; short delays without it. */
  configFile?: string | undefined
}

/**
 * The same deployment that `gimbal deploy` makes, with delays of minutes.
 *
 * @throws DeployConfigError, DeployChainError, DeployFailedError; StackChainError if a role is not as it must be.
 */
export async function deployGovernance(options: DeployGovernanceOptions): Promise<Governance> {
  const { url, chainId, root, configFile = shippedConfig } = options
  const config = await readDeployConfig(configFile)
  const key: Hex = toHex(localAccounts.deployer.getHdKey().privateKey ?? new Uint8Array())
  const deployment = await prepareDeployment({ config, url, chainIds: [chainId], root, key })
  const { record, roles } = await runDeployment(deployment)
  const wrong = roles.find(({ isTrue }) => !isTrue)
  if (wrong !== undefined) {
    throw new StackChainError(`this is not so on the chain: ${wrong.fact}; start the stack again`)
  }
  const at = (name: keyof typeof record.contracts) => record.contracts[name]?.address as Address
  return {
    token: at('GimbalToken'),
    timelock: at('TimelockController'),
    governor: at('GimbalGovernor'),
    manager: at('AccessManager'),
    riskParameters: at('RiskParameters'),
    startBlock: record.contracts.GimbalToken.blockNumber ?? 0,
  }
}
