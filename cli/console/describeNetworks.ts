import type { Network } from '../../client/network/network.ts'
import { urlNames } from '../../client/network/schema.ts'

/** Networks as the page reads them: the form of gimbal.yaml, with addresses. */
export function describeNetworks(networks: readonly Network[]): object {
  return {
    networks: Object.fromEntries(networks.map((network) => [network.name, toEntry(network)])),
  }
}

function toEntry(network: Network): object {
  const { chainId, coreHash, startBlock, addresses, graphNetwork, pools, vaults, replicaUrls } =
    network
  return {
    chainId,
    coreHash,
    startBlock: Number(startBlock),
    addresses,
    graphNetwork,
    pools: pools.map((pool) => ({ address: pool.address, startBlock: Number(pool.startBlock) })),
    vaults,
    replicaUrls,
    ...Object.fromEntries(urlNames.map((name) => [name, network[name]])),
  }
}
