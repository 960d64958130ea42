import type { Address, Hex } from 'viem'
import { NetworkConfigError } from './errors.ts'
import type { PricesEntry } from './pricesSchema.ts'
import type { MessengerName, RemoteUrlName } from './remoteSchema.ts'
import type { UrlName } from './schema.ts'

/** Where the contracts of one deployment are, and who can be asked about them. */
export interface Network extends Readonly<Record<UrlName, string | undefined>> {
  name: string
  /** The file that says so, as a message names it. */
  file: string
  chainId: number
  /** graph-node's name for the chain; undefined if not known. */
  graphNetwork: string | undefined
  /** Advice for each URL whose environment variable holds no URL. */
  urlProblems: Readonly<Partial<Record<UrlName, string>>>
  /** The URLs that come from environment variables, where those with a secret belong. */
  secretUrls: readonly UrlName[]
  /** Each with its checksum. */
  addresses: NetworkAddresses
  /** SHA-256 of the Wasm core at the deployment; undefined if not known. */
  coreHash: Hex | undefined
  /** The block in which the first of the contracts was created. */
  startBlock: bigint
  /** Pools that the index follows from a block of their own on, as its deployment lists them. */
  pools: readonly { address: Address; startBlock: bigint }[]
  /** Vaults to show beside each other. */
  vaults: readonly { name: string; address: Address }[]
  /** Where each replica of the bot answers /ready and /metrics. */
  replicaUrls: readonly string[]
  /** Where replicas sign for others that send no token. */
  signUrls: readonly string[]
  /** What speaks to other chains from here; undefined where nothing does. */
  bridge: NetworkBridge | undefined
  /** The chains that the parameters are carried to. */
  remotes: readonly RemoteNetwork[]
  /** Signed prices; undefined where nobody tells any. */
  prices?: PricesEntry | undefined
}

/** Where the services of a network are, and what keeps one of them from being known. */
export type UrlsOfNetwork = Pick<Network, UrlName | 'urlProblems' | 'secretUrls'>

interface NetworkAddresses {
  riskParameters: Address
  governor: Address
  token: Address
  timelock: Address
  /** The reference vault, if it was deployed. */
  vault: Address | undefined
}

/** The contracts of a network's own chain that speak to other chains. */
export interface NetworkBridge {
  parametersSender: Address
  governanceSender: Address
  /** Sums the portfolio over the chains; undefined where it is on one. */
  remotePortfolio: Address | undefined
  messengers: readonly NetworkMessenger[]
}

/** An adapter in front of one bridge, on one chain. */
export interface NetworkMessenger {
  name: MessengerName
  address: Address
}

/** Another chain of a network: what takes the parameters there, and who can be asked about it. */
export interface RemoteNetwork extends Readonly<Record<RemoteUrlName, string | undefined>> {
  /** Ours and graph-node's. */
  name: string
  chainId: number
  /** Advice for each URL whose environment variable holds no URL. */
  urlProblems: Readonly<Partial<Record<RemoteUrlName, string>>>
  /** The URLs that come from environment variables, where those with a secret belong. */
  secretUrls: readonly RemoteUrlName[]
  /** From which the index there begins. */
  startBlock: bigint
  contracts: {
    remoteParameters: Address
    governanceReceiver: Address
    timelock: Address
    accessManager: Address
    /** Holds the chain's part of the portfolio; undefined where it has none. */
    book: Address | undefined
  }
  messengers: readonly NetworkMessenger[]
  /** Signed prices there. */
  priceFeeds: readonly { name: string; address: Address }[]
}

/** What each URL is, for messages. */
const meanings: Readonly<Record<UrlName, string>> = {
  rpcUrl:
    'of a node (--rpc URL, rpcUrl, rpcUrlVariable, or the environment variable GIMBAL_RPC_URL)',
  graphqlUrl: 'of a subgraph (graphqlUrl, or graphqlUrlVariable)',
  hubUrl: "of Snapshot's hub (hubUrl, or hubUrlVariable)",
  sequencerUrl: "of Snapshot's sequencer (sequencerUrl, or sequencerUrlVariable)",
  ipfsUrl: 'of an IPFS gateway (ipfsUrl, or ipfsUrlVariable)',
  relayUrl: 'of a relay of ballots (relayUrl, or relayUrlVariable)',
}

/**
 * A URL that a command cannot do without.
 *
 * @throws NetworkConfigError if the network has none, or its variable holds none; the message says what to set.
 */
export function requireUrl(network: Network, name: UrlName): string {
  const url = network[name]
  if (url !== undefined) return url
  const { file, name: own, urlProblems } = network
  const problem = urlProblems[name]
  throw new NetworkConfigError(
    problem === undefined
      ? `the network ${own} has no URL ${meanings[name]}; give one, for example in ${file}`
      : `the network ${own}: ${problem}`,
  )
}

/**
 * A URL of another chain that a command cannot do without.
 *
 * @throws NetworkConfigError as `requireUrl` does.
 */
export function requireRemoteUrl(
  network: Network,
  remote: RemoteNetwork,
  name: RemoteUrlName,
): string {
  const url = remote[name]
  if (url !== undefined) return url
  const problem = remote.urlProblems[name]
  throw new NetworkConfigError(
    problem === undefined
      ? `the chain ${remote.name} has no ${name}; give it, or ${name}Variable, at remotes in ${network.file}`
      : `the chain ${remote.name}: ${problem}`,
  )
}
