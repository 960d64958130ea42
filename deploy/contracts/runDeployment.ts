import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Address, Hex } from 'viem'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { nameNode } from './chain.ts'
import { checkRoles, type RoleFact } from './checkRoles.ts'
import { DeployFailedError, DeployKeyError } from './errors.ts'
import { readProgress, readReceipts } from './journal.ts'
import type { Deployment } from './prepareDeployment.ts'
import { describeSteps } from './steps.ts'

/** What is written to `deployments/CHAINID.json`. */
interface DeploymentRecord {
  chainId: number
  deployer: Address
  coreHash: Hex
  contracts: Record<string, ContractRecord>
}

interface ContractRecord {
  address: Address
  transactionHash: Hex
  blockNumber: number
  constructorArguments: Record<string, unknown>
}

export interface DeploymentResult {
  record: DeploymentRecord
  recordFile: string
  /** Read from the chain after the last transaction. */
  roles: readonly RoleFact[]
}

/**
 * Sends what is left of a deployment, reads every role from the chain, and writes the record. Ignition keeps a
 * journal: a run that was cut off goes on where it stopped.
 *
 * @throws DeployKeyError without a key; DeployFailedError if a transaction fails, or an earlier run was of
 *   another configuration.
 */
export async function runDeployment(deployment: Deployment): Promise<DeploymentResult> {
  const { options, environment, module, client, chainId, coreHash, deployer } = deployment
  if (deployer === undefined) throw new DeployKeyError('no key is given, and nothing can be sent')
  const { root, url, config } = options
  const connection = await environment.network.create('target')
  try {
    await connection.ignition.deploy(module, { config: { blockPollingInterval: 250 } })
  } catch (cause) {
    // A URL may hold a secret.
    const reason = (cause as Error).message.replaceAll(url, nameNode(url)).trim()
    throw new DeployFailedError(
      `the deployment stopped: ${reason}\nIts journal is kept; correct the cause and run the same command again`,
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
  const record = { chainId, deployer, coreHash, contracts: Object.fromEntries(contracts) }
  const recordFile = join(root, 'deployments', `${chainId}.json`)
  await writeWhole(recordFile, `${JSON.stringify(record, null, 2)}\n`)
  const { guardian } = config
  const roles = await checkRoles(client, addresses, { guardian, deployer, coreHash })
  return { record, recordFile, roles }
}

// A reader sees the old file or the new one, never half of it.
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeTextFile(file, text)
}
