import type { Network } from '../../client/network/network.ts'
import { urlNames } from '../../client/network/schema.ts'
import { isLoopback } from '../../http/isLoopback.ts'

/** The networks of a site. */
export interface SiteNetworks {
  /** As the page reads them: the form of gimbal.yaml, with addresses. */
  content: object
  /** What the page is not told because it is secret, one line each. */
  withheld: string[]
  /** What leads to the machine that asks, whichever that is, one line each. */
  ownMachine: string[]
}

/**
 * Networks as the page reads them. Whoever opens the page can read them too: a URL that comes from an environment
 * variable, or holds a user or a password, is left out, and the page asks its visitor for one.
 */
export function describeNetworks(networks: readonly Network[]): SiteNetworks {
  return {
    content: {
      networks: Object.fromEntries(networks.map((network) => [network.name, toEntry(network)])),
    },
    withheld: networks.flatMap(listWithheld),
    ownMachine: networks.flatMap(listOwnMachine),
  }
}

function toEntry(network: Network): object {
  const { chainId, coreHash, startBlock, addresses, graphNetwork, pools, vaults, replicaUrls } =
    network
  const shown = urlNames.filter((name) => findSecret(network, name) === undefined)
  return {
    chainId,
    coreHash,
    startBlock: Number(startBlock),
    addresses,
    graphNetwork,
    pools: pools.map((pool) => ({ address: pool.address, startBlock: Number(pool.startBlock) })),
    vaults,
    replicaUrls: replicaUrls.filter((url) => !holdsCredentials(url)),
    ...Object.fromEntries(shown.map((name) => [name, network[name]])),
  }
}

function listWithheld(network: Network): string[] {
  const say = (what: string, why: string) =>
    `${network.name}: ${what} is kept from the page, because it ${why}`
  const urls = urlNames.flatMap((name) => {
    const why = findSecret(network, name)
    return why === undefined ? [] : [say(name, why)]
  })
  const replicas = network.replicaUrls.flatMap((url, at) =>
    holdsCredentials(url) ? [say(`replicaUrls[${at}]`, 'holds a user or a password')] : [],
  )
  return [...urls, ...replicas]
}

function listOwnMachine(network: Network): string[] {
  const names = urlNames.filter((name) => {
    const url = network[name]
    return url !== undefined && findSecret(network, name) === undefined && isLoopback(url)
  })
  if (names.length === 0) return []
  return [
    `${network.name}: each visitor asks his own machine for ${names.join(', ')}: the URLs are loopback ones`,
  ]
}

/** Why a URL is secret; undefined if it is not, or there is none. */
function findSecret(network: Network, name: (typeof urlNames)[number]): string | undefined {
  const url = network[name]
  if (url === undefined) return undefined
  if (network.secretUrls.includes(name)) return 'comes from an environment variable'
  return holdsCredentials(url) ? 'holds a user or a password' : undefined
}

function holdsCredentials(url: string): boolean {
  const { username, password } = new URL(url)
  return username !== '' || password !== ''
}
