import type { Address } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { type ChainClient, deployArtifact, send } from '../local/chainClient.ts'
import { deployAxelar } from './deployAxelar.ts'
import { deployHyperlane, type Hyperlane } from './deployHyperlane.ts'

/** A local chain as its bridges know it. */
export interface BridgedChain {
  client: ChainClient
  chainId: number
  /** Of this project, and what Axelar's messages call it. */
  name: string
}

/** Both bridges on one chain, and our messengers in front of them. */
export interface Messengers {
  /** Axelar's gateway. */
  gateway: Address
  hyperlane: Hyperlane
  axelarMessenger: Address
  hyperlaneMessenger: Address
}

/** Deploys the bridges that their authors published and our messengers, owned by the deployer and without a route. */
export async function deployMessengers({
  client,
  chainId,
  name,
}: BridgedChain): Promise<Messengers> {
  const { deployer } = localAccounts
  const gateway = await deployAxelar(client, name)
  const hyperlane = await deployHyperlane(client, chainId)
  const deploy = (contract: string, bridge: Address) =>
    deployArtifact(client, deployer, contract, readArtifact(`bridge/${contract}`), [
      deployer.address,
      bridge,
    ])
  return {
    gateway,
    hyperlane,
    axelarMessenger: await deploy('AxelarMessenger', gateway),
    hyperlaneMessenger: await deploy('HyperlaneMessenger', hyperlane.mailbox),
  }
}

/** Connects the messengers of a chain with their peers on another, then gives them to the chain's timelock. */
export async function connectMessengers(
  { client }: BridgedChain,
  own: Messengers,
  other: BridgedChain,
  peers: Messengers,
  timelock: Address,
): Promise<void> {
  const { deployer } = localAccounts
  const chainId = BigInt(other.chainId)
  const routes = [
    ['AxelarMessenger', own.axelarMessenger, [chainId, other.name, peers.axelarMessenger]],
    // Local domains are chain ids.
    [
      'HyperlaneMessenger',
      own.hyperlaneMessenger,
      [chainId, other.chainId, peers.hyperlaneMessenger],
    ],
  ] as const
  for (const [contract, address, args] of routes) {
    const { abi } = readArtifact(`bridge/${contract}`)
    await send(client, deployer, { address, abi, functionName: 'setRoute', args })
    const given = { address, abi, functionName: 'transferOwnership', args: [timelock] }
    await send(client, deployer, given)
  }
}

/** The messengers as networks name them. */
export function listMessengers({ axelarMessenger, hyperlaneMessenger }: Messengers) {
  return [
    { name: 'axelar', address: axelarMessenger },
    { name: 'hyperlane', address: hyperlaneMessenger },
  ] as const
}
