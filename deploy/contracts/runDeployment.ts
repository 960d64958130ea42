import { join } from 'node:path'
import type { Address } from 'viem'
import type { NetworkFileText } from '../../client/network/schema.ts'
import { readNetworkSettings, writeNetworkFile } from '../../client/network/writeNetworkFile.ts'
import { nameNode } from './chain.ts'
import { checkRoles, type RoleFact } from './checkRoles.ts'
import { DeployFailedError, DeployKeyError } from './errors.ts'
import { readProgress, readReceipts } from './journal.ts'
import type { Deployment } from './prepareDeployment.ts'
import { describeSteps } from './steps.ts'

export interface DeploymentResult {
  /** What is written to `deployments/CHAINID.json`: the file of the network. */
  record: NetworkFileText
  recordFile: string
  /** Read from the chain after the last transaction. */
  roles: readonly RoleFact[]
}

/**
 * Sends what is left of a deployment, reads every role from the chain, and writes the network's file; what an operator
 * has added to that file stays. Ignition keeps a journal: a run that was cut off goes on where it stopped.
 *
 * @throws DeployKeyError without a key; DeployFailedError if a transaction fails, or an earlier run was of
 *   another configuration; NetworkConfigError if the network's file is there, and wrong.
 */
export async function runDeployment(deployment: Deployment): Promise<DeploymentResult> {
  const { options, environment, module, client, chainId, coreHash, deployer } = deployment
  if (deployer === undefined) throw new DeployKeyError('no key is given, and nothing can be sent')
  const { root, url, config, urlSettings } = options
  const recordFile = join(root, 'deployments', `${chainId}.json`)
  const before = await readProgress(root, chainId)
  const settings = await readNetworkSettings(recordFile, before.addresses.RiskParameters)
  const connection = await environment.network.create('target')
  try {
    await connection.ignition.deploy(module, { config: { blockPollingInterval: 250 } })
  } catch (cause) {
    // A URL may hold a secret.
    const reason = (cause as Error).message.replaceAll(url, nameNode(url)).trim()
    throw new DeployFailedError(
      [
        ...`the deployment stopped: ${reason}`.split('\n'),
        'Its journal is kept; correct the cause and run the same command again',
      ],
      { cause },
    )
  } finally {
    await connection.close()
  }

  const { folder, addresses } = await readProgress(root, chainId)
  const receipts = await readReceipts(folder)
  const steps = await describeSteps(environment, module, (party) =>
    party === 'deployer' ? deployer : (addresses[party.contract] as Address),
  )
  const contracts = steps.flatMap(({ id, contract, functionName, args }) => {
    if (functionName !== undefined) return []
    const address = addresses[contract] as Address
    const { transactionHash, blockNumber } = receipts[id] as (typeof receipts)[string]
    return [[contract, { address, transactionHash, blockNumber, constructorArguments: args }]]
  })
  const hasNode = settings.rpcUrl !== undefined || settings.rpcUrlVariable !== undefined
  const record = {
    chainId,
    deployer,
    coreHash,
    // Tokens and votes are handed out in the first of them.
    startBlock: Math.min(...Object.values(receipts).map(({ blockNumber }) => blockNumber)),
    contracts: Object.fromEntries(contracts),
    ...(!hasNode && urlSettings),
    ...settings,
  }
  await writeNetworkFile(recordFile, record)
  const { guardian } = config
  const roles = await checkRoles(client, addresses, { guardian, deployer, coreHash })
  return { record, recordFile, roles }
}
