import { createHubClient, type HubClient } from '../../snapshot/index.ts'
import { NetworkConfigError } from '../network/errors.ts'
import type { Network } from '../network/readNetwork.ts'

/** Snapshot, as the network names it. @throws NetworkConfigError if it names none. */
export function openHub({ name, hubUrl, sequencerUrl, ipfsUrl }: Network): HubClient {
  if (hubUrl !== undefined && sequencerUrl !== undefined && ipfsUrl !== undefined) {
    return createHubClient({ hubUrl, sequencerUrl, ipfsUrl })
  }
  throw new NetworkConfigError(
    `the network ${name} names no Snapshot; add hubUrl, sequencerUrl and ipfsUrl to its configuration`,
  )
}
