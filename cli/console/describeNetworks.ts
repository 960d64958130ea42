import type { Network, RemoteNetwork } from '../../client/network/network.ts'
import { remoteUrlNames } from '../../client/network/remoteSchema.ts'
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
  const { chainId, coreHash, startBlock, addresses, graphNetwork, pools, vaults } = network
  const { replicaUrls, bridge, remotes } = network
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
    bridge,
    remotes: remotes.map(toRemote),
    ...Object.fromEntries(shown.map((name) => [name, network[name]])),
  }
}

function toRemote(remote: RemoteNetwork): object {
  const { name, chainId, startBlock, contracts, messengers, priceFeeds } = remote
  const shown = remoteUrlNames.filter((of) => findSecret(remote, of) === undefined)
  return {
    name,
    chainId,
    startBlock: Number(startBlock),
    contracts,
    messengers,
    priceFeeds,
    ...Object.fromEntries(shown.map((of) => [of, remote[of]])),
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
  const away = network.remotes.flatMap((remote, at) =>
    remoteUrlNames.flatMap((name) => {
      const why = findSecret(remote, name)
      return why === undefined ? [] : [say(`remotes[${at}].${name}`, why)]
    }),
  )
  return [...urls, ...replicas, ...away]
}

function listOwnMachine(network: Network): string[] {
  const names = [
    ...urlNames.filter((name) => isOwnMachine(network, name)),
    ...network.remotes.flatMap((remote, at) =>
      remoteUrlNames
        .filter((name) => isOwnMachine(remote, name))
        .map((name) => `remotes[${at}].${name}`),
    ),
  ]
  if (names.length === 0) return []
  return [
    `${network.name}: each visitor asks his own machine for ${names.join(', ')}: the URLs are loopback ones`,
  ]
}

/** A network, or another chain of one: it has URLs, and knows which of them are secret. */
type UrlHolder<Name extends string> = Readonly<Record<Name, string | undefined>> & {
  secretUrls: readonly Name[]
}

function isOwnMachine<Name extends string>(holder: UrlHolder<Name>, name: Name): boolean {
  const url = holder[name]
  return url !== undefined && findSecret(holder, name) === undefined && isLoopback(url)
}

/** Why a URL is secret; undefined if it is not, or there is none. */
function findSecret<Name extends string>(holder: UrlHolder<Name>, name: Name): string | undefined {
  const url: string | undefined = holder[name]
  if (url === undefined) return undefined
  if (holder.secretUrls.includes(name)) return 'comes from an environment variable'
  return holdsCredentials(url) ? 'holds a user or a password' : undefined
}

function holdsCredentials(url: string): boolean {
  const { username, password } = new URL(url)
  return username !== '' || password !== ''
}
