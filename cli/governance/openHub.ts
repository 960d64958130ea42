import { type Network, requireUrl } from '../../client/network/network.ts'
import { createHubClient, type HubClient } from '../../snapshot/index.ts'

/** Snapshot, as the network names it. @throws NetworkConfigError if it names none. */
export function openHub(network: Network): HubClient {
  return createHubClient({
    hubUrl: requireUrl(network, 'hubUrl'),
    sequencerUrl: requireUrl(network, 'sequencerUrl'),
    ipfsUrl: requireUrl(network, 'ipfsUrl'),
  })
}
