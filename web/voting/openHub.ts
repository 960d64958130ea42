import { type Network, requireUrl } from '../../client/network/network.ts'
import { createHubClient, type HubClient } from '../../snapshot/index.ts'

/** Snapshot's services of a network. Imported when they are first needed: they are heavy. @throws NetworkConfigError */
export function openHub(network: Network): HubClient {
  return createHubClient({
    hubUrl: requireUrl(network, 'hubUrl'),
    sequencerUrl: requireUrl(network, 'sequencerUrl'),
    ipfsUrl: requireUrl(network, 'ipfsUrl'),
    retries: 1,
    timeoutMs: 10_000,
    patienceMs: 15_000,
  })
}
