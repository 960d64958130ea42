import type { Network } from '../../../client/network/network.ts'
import { urlNames } from '../../../client/network/schema.ts'
import { remoteService, replicaService, type Service, services } from '../../network/services.ts'

/** Somebody whom the pages ask. */
export interface Asked {
  origin: string
  /** As what. */
  roles: string[]
  /** What he gets to know. */
  learns: string[]
}

/** Everybody whom the pages of a network ask, each once: the site first, then the services in their order. */
export function listAsked(network: Network, siteOrigin: string): Asked[] {
  const found = new Map<string, Asked>([
    [siteOrigin, { origin: siteOrigin, roles: ['this site'], learns: ['that you opened it'] }],
  ])
  const add = (url: string | undefined, { label, learns }: Service) => {
    if (url === undefined) return
    const { origin } = new URL(url)
    const before = found.get(origin) ?? { origin, roles: [], learns: [] }
    const isKnown = before.roles.includes(label)
    found.set(origin, {
      origin,
      roles: isKnown ? before.roles : [...before.roles, label],
      learns: isKnown ? before.learns : [...before.learns, learns],
    })
  }
  for (const name of urlNames) add(network[name], services[name])
  for (const url of network.replicaUrls) add(url, replicaService)
  for (const { rpcUrl } of network.remotes) add(rpcUrl, remoteService)
  return [...found.values()]
}
