import { type Network, requireUrl } from '../../client/network/network.ts'
import { createHubClient, type HubClient } from '../../snapshot/createHubClient.ts'

/**
 * Snapshot's services of a network. Pages that only read need its hub; what posts asks for the sequencer too.
 *
 * @throws NetworkConfigError if the network names none.
 */
export function openHub(network: Network, isPosting: boolean, signal?: AbortSignal): HubClient {
  const hubUrl = requireUrl(network, 'hubUrl')
  return createHubClient({
    hubUrl,
    sequencerUrl: isPosting ? requireUrl(network, 'sequencerUrl') : hubUrl,
    // What was pinned is asked of the hub alone where no gateway is named.
    ipfsUrl: network.ipfsUrl ?? hubUrl,
    retries: 1,
    timeoutMs: 10_000,
    patienceMs: 15_000,
    ...(signal !== undefined && { signal }),
  })
}
