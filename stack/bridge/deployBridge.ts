import type { Address, Hex } from 'viem'
import type { NetworkFileText } from '../../client/network/schema.ts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { deployArtifact } from '../local/chainClient.ts'
import type { Governance } from '../local/deployGovernance.ts'
import {
  type BridgedChain,
  connectMessengers,
  deployMessengers,
  listMessengers,
  type Messengers,
} from './deployMessengers.ts'
import { deployRemote } from './deployRemote.ts'
import type { RemoteConfig } from './remoteConfig.ts'

/** The bridge of a network's file, and one of its other chains. */
type BridgePart = NonNullable<NetworkFileText['bridge']>
type RemotePart = NonNullable<NetworkFileText['remotes']>[number]

export interface DeployBridgeOptions {
  home: BridgedChain
  governance: Pick<Governance, 'timelock' | 'riskParameters'>
  away: BridgedChain
  /** How long what was voted waits away, seconds. */
  minDelaySec?: number
  /** Markets that are there from the start; later ones come by a vote. */
  markets?: readonly { marketId: Hex; config: RemoteConfig }[]
}

export interface DeployedBridge {
  bridge: BridgePart
  /** Without URLs: whoever starts the chain knows them. */
  remote: RemotePart
  /** Of each chain. */
  bridges: { home: Messengers; away: Messengers }
}

/** Of the local stack: two minutes. */
const MIN_DELAY_SEC = 120

/**
 * Deploys the bridges on two local chains, our messengers in front of them, what sends at home and what takes away. Every
 * role is given away: messengers belong to their chain's timelock, and the other chain's contracts to the one there.
 */
export async function deployBridge(options: DeployBridgeOptions): Promise<DeployedBridge> {
  const { home, away, governance, minDelaySec = MIN_DELAY_SEC, markets = [] } = options
  const startBlock = Number(await away.client.getBlockNumber())
  const deploy = (contract: string, args: readonly Address[]) =>
    deployArtifact(
      home.client,
      localAccounts.deployer,
      contract,
      readArtifact(`bridge/${contract}`),
      args,
    )
  const [ours, theirs] = await Promise.all([deployMessengers(home), deployMessengers(away)])
  const parametersSender = await deploy('ParametersSender', [governance.riskParameters])
  const governanceSender = await deploy('GovernanceSender', [governance.timelock])
  const contracts = await deployRemote({
    chain: away,
    homeChainId: home.chainId,
    parametersSender,
    governanceSender,
    messengers: listMessengers(theirs).map(({ address }) => address),
    minDelaySec,
    markets,
  })
  await connectMessengers(home, ours, away, theirs, governance.timelock)
  await connectMessengers(away, theirs, home, ours, contracts.timelock)
  return {
    bridge: { parametersSender, governanceSender, messengers: [...listMessengers(ours)] },
    remote: {
      name: away.name,
      chainId: away.chainId,
      startBlock,
      contracts,
      messengers: [...listMessengers(theirs)],
    },
    bridges: { home: ours, away: theirs },
  }
}
