import { type Address, type Hex, toFunctionSelector, zeroAddress, zeroHash } from 'viem'
import {
  guardianFunctions,
  hashRole,
  readPublishedArtifact,
} from '../../deploy/contracts/gimbalModule.ts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { deployArtifact, send } from '../local/chainClient.ts'
import type { BridgedChain } from './deployMessengers.ts'
import type { RemoteConfig } from './remoteConfig.ts'

/** Our contracts on another chain, as networks name them. */
export interface RemoteContracts {
  remoteParameters: Address
  governanceReceiver: Address
  timelock: Address
  accessManager: Address
}

export interface DeployRemoteOptions {
  chain: BridgedChain
  homeChainId: number
  parametersSender: Address
  governanceSender: Address
  /** Of this chain; each brings vectors, and all of them have to say the same of what was voted. */
  messengers: readonly Address[]
  /** How long what was voted waits here, seconds. */
  minDelaySec: number
  /** Markets that are there from the start; later ones come by a vote. */
  markets: readonly { marketId: Hex; config: RemoteConfig }[]
}

/** AccessManager's role of who may halt a market or put it on its fallback. Role 0 is the admin's. */
const GUARDIAN_ROLE = 1n
const ADMIN_ROLE = 0n

/**
 * What takes parameters and votes of home on another chain. The timelock takes orders of GovernanceReceiver alone,
 * anyone executes, and the guardian may cancel; the deployer has no role in the end.
 */
export async function deployRemote(options: DeployRemoteOptions): Promise<RemoteContracts> {
  const { chain, homeChainId, parametersSender, governanceSender, messengers, markets } = options
  const { client } = chain
  const { deployer, guardian } = localAccounts
  const deploy = (contract: string, args: readonly unknown[]) =>
    deployArtifact(client, deployer, contract, readArtifact(`bridge/${contract}`), args)
  const published = (name: Parameters<typeof readPublishedArtifact>[0], args: readonly unknown[]) =>
    deployArtifact(client, deployer, name, readPublishedArtifact(name), args)

  const timelock = await published('TimelockController', [
    options.minDelaySec,
    [],
    [zeroAddress],
    deployer.address,
  ])
  const accessManager = await published('AccessManager', [deployer.address])
  const remoteParameters = await deploy('RemoteParameters', [
    accessManager,
    homeChainId,
    parametersSender,
  ])
  const ascending = messengers.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
  const governanceReceiver = await deploy('GovernanceReceiver', [
    timelock,
    homeChainId,
    governanceSender,
    ascending,
    ascending.length,
  ])

  const call = async (
    address: Address,
    abi: Parameters<typeof send>[2]['abi'],
    functionName: string,
    args: readonly unknown[],
  ) => {
    await send(client, deployer, { address, abi, functionName, args })
  }
  const { abi } = readArtifact('bridge/RemoteParameters')
  // As long as the deployer is the manager's admin, it may do what votes do later.
  for (const messenger of ascending)
    await call(remoteParameters, abi, 'setMessenger', [messenger, true])
  for (const { marketId, config } of markets) {
    await call(remoteParameters, abi, 'setMarket', [marketId, config])
  }
  const { abi: managerAbi } = readPublishedArtifact('AccessManager')
  const selectors = guardianFunctions.map((name) => toFunctionSelector(name))
  await call(accessManager, managerAbi, 'setTargetFunctionRole', [
    remoteParameters,
    selectors,
    GUARDIAN_ROLE,
  ])
  await call(accessManager, managerAbi, 'grantRole', [GUARDIAN_ROLE, guardian.address, 0])
  await call(accessManager, managerAbi, 'grantRole', [ADMIN_ROLE, timelock, 0])
  await call(accessManager, managerAbi, 'renounceRole', [ADMIN_ROLE, deployer.address])

  const { abi: timelockAbi } = readPublishedArtifact('TimelockController')
  const proposer = [hashRole('PROPOSER_ROLE'), governanceReceiver]
  await call(timelock, timelockAbi, 'grantRole', proposer)
  await call(timelock, timelockAbi, 'grantRole', [hashRole('CANCELLER_ROLE'), guardian.address])
  await call(timelock, timelockAbi, 'renounceRole', [zeroHash, deployer.address])
  return { remoteParameters, governanceReceiver, timelock, accessManager }
}
