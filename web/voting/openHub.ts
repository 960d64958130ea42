import { type Network, requireUrl } from '../../client/network/network.ts'
import type { HubClient } from '../../snapshot/index.ts'

/** Snapshot's services of a network, loaded when they are first needed. @throws NetworkConfigError */
export async function openHub(network: Network): Promise<HubClient> {
  const { createHubClient } = await import('../../snapshot/index.ts')
  return createHubClient({
    hubUrl: requireUrl(network, 'hubUrl'),
    sequencerUrl: requireUrl(network, 'sequencerUrl'),
    ipfsUrl: requireUrl(network, 'ipfsUrl'),
    retries: 1,
    timeoutMs: 10_000,
    patienceMs: 15_000,
  })
}
