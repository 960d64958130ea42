import { urlNames } from '../../client/network/schema.ts'
import type { ChosenNetwork } from './loadNetwork.ts'

/**
 * Has the browser refuse every request but those to this site and to the chosen network's services, from here on: the page
 * adds a second content security policy to its own, and policies can only be added. Another network, or another URL, takes
 * effect when the page is loaded again.
 */
export function limitConnections(
  { head }: Pick<Document, 'head'>,
  { network }: Pick<ChosenNetwork, 'network'>,
): void {
  const urls = [...urlNames.map((name) => network[name]), ...network.replicaUrls]
  const origins = urls.flatMap((url) => (url === undefined ? [] : [new URL(url).origin]))
  const meta = document.createElement('meta')
  meta.httpEquiv = 'Content-Security-Policy'
  meta.content = `connect-src 'self' ${[...new Set(origins)].join(' ')}`
  head.append(meta)
}
