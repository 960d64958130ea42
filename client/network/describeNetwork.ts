import { findChainName } from './chains.ts'
import type { Network, NetworkBridge, RemoteNetwork, UrlsOfNetwork } from './network.ts'
import { readRemoteUrls } from './readUrls.ts'
import type { RemoteEntry } from './remoteSchema.ts'
import type { NetworkEntry, NetworkFile } from './schema.ts'

/**
 * The network that an entry of `gimbal.yaml` describes. What the entry does not say, the file says that it names.
 *
 * @param shown - The file that the entry is in, as a message names it.
 * @param file - What `deployment` names, read; undefined where the entry has its own addresses.
 * @param env - Where the URLs of other chains are that a variable holds.
 */
export function describeEntry(
  name: string,
  entry: NetworkEntry,
  shown: string,
  file: NetworkFile | undefined,
  urls: UrlsOfNetwork,
  env: NodeJS.ProcessEnv = {},
): Network {
  const { addresses, chainId = 0, startBlock = 0n } = entry
  const base = file
    ? describeContracts(file)
    : {
        chainId,
        startBlock,
        coreHash: entry.coreHash,
        // The schema demands them where there is no file.
        addresses: { vault: undefined, ...addresses } as Network['addresses'],
      }
  return {
    name,
    file: shown,
    ...base,
    graphNetwork: entry.graphNetwork ?? file?.graphNetwork ?? findChainName(base.chainId),
    pools: entry.pools ?? file?.pools ?? [],
    vaults: entry.vaults ?? file?.vaults ?? [],
    replicaUrls: entry.replicaUrls ?? file?.replicaUrls ?? [],
    signUrls: entry.signUrls ?? file?.signUrls ?? [],
    bridge: describeBridge(entry.bridge ?? file?.bridge),
    remotes: describeRemotes(entry.remotes ?? file?.remotes, env),
    prices: entry.prices ?? file?.prices,
    ...urls,
  }
}

/** The network of a file such as `deployments/CHAINID.json`. */
export function describeFile(
  name: string,
  file: NetworkFile,
  shown: string,
  urls: UrlsOfNetwork,
  env: NodeJS.ProcessEnv = {},
): Network {
  const {
    graphNetwork = findChainName(file.chainId),
    pools = [],
    vaults = [],
    replicaUrls = [],
    signUrls = [],
  } = file
  return {
    name,
    file: shown,
    ...describeContracts(file),
    graphNetwork,
    pools,
    vaults,
    replicaUrls,
    signUrls,
    bridge: describeBridge(file.bridge),
    remotes: describeRemotes(file.remotes, env),
    prices: file.prices,
    ...urls,
  }
}

function describeContracts(file: NetworkFile) {
  const { chainId, coreHash, contracts } = file
  const { RiskParameters, GimbalGovernor, GimbalToken, TimelockController } = contracts
  // The token is the first of the contracts; the schema demands one of the two.
  const startBlock = file.startBlock ?? GimbalToken.blockNumber ?? 0n
  const addresses = {
    riskParameters: RiskParameters.address,
    governor: GimbalGovernor.address,
    token: GimbalToken.address,
    timelock: TimelockController.address,
    vault: contracts.RebalancingVault?.address,
  }
  return { chainId, coreHash, startBlock, addresses }
}

function describeBridge(bridge: NetworkFile['bridge']): NetworkBridge | undefined {
  return bridge && { ...bridge, remotePortfolio: bridge.remotePortfolio }
}

function describeRemotes(
  remotes: readonly RemoteEntry[] = [],
  env: NodeJS.ProcessEnv,
): RemoteNetwork[] {
  return remotes.map((remote) => {
    const { name, chainId, startBlock, contracts, messengers, priceFeeds = [] } = remote
    return {
      name,
      chainId,
      startBlock,
      contracts: { ...contracts, book: contracts.book },
      messengers,
      priceFeeds,
      ...readRemoteUrls(remote, env),
    }
  })
}
