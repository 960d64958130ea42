import type { Network } from '../../client/network/network.ts'
import { urlNames } from '../../client/network/schema.ts'
import { findOrigin } from './examineUrl.ts'

/** Whom the page may ask about a network, beside its own site: each origin once. */
export function listOrigins(network: Network): string[] {
  const away = network.remotes.map(({ rpcUrl }) => rpcUrl)
  const urls = [...urlNames.map((name) => network[name]), ...network.replicaUrls, ...away]
  const origins = urls.flatMap((url) => (url === undefined ? [] : (findOrigin(url) ?? [])))
  return [...new Set(origins)]
}

/**
 * Has the browser refuse every request but those to this site and to the chosen network's services, from here on: the page
 * adds a second content security policy to its own, and policies can only be added. Another network, or another URL, takes
 * effect when the page is loaded again.
 */
export function limitConnections(
  { head }: Pick<Document, 'head'>,
  { network }: { network: Network },
): void {
  const meta = document.createElement('meta')
  meta.httpEquiv = 'Content-Security-Policy'
  meta.content = ["connect-src 'self'", ...listOrigins(network)].join(' ')
  head.append(meta)
}
