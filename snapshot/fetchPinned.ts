import type { Hex } from 'viem'
import { BaseError } from '../core/errors.ts'
import type { RequestOptions } from '../http/createRequest.ts'
import { createSnapshotRequest } from './createSnapshotRequest.ts'
import type { Envelope } from './envelope.ts'
import { SnapshotSchemaError } from './errors.ts'
import { readPinned } from './voteEnvelope.ts'

/** The signed message, or why it cannot be fetched. */
export type FetchedEnvelope = { id: Hex } & (
  | { envelope: Envelope; reason?: undefined }
  | { envelope?: undefined; reason: string }
)

/** An address of IPFS, in whichever base. */
const CID = /^[0-9A-Za-z]{1,128}$/
/** Files that a gateway is asked for at once. */
const AT_ONCE = 8
/** A file that is gone is a failure of the gateway's, which no patience mends. */
const MAX_RETRIES = 2

/** Fetches the envelopes of messages from an IPFS gateway, in their order. */
export function createGateway(options: RequestOptions & { ipfsUrl: string }) {
  const { retries = MAX_RETRIES, signal } = options
  const ipfsUrl = options.ipfsUrl.replace(/\/+$/, '')
  const request = createSnapshotRequest({ ...options, retries: Math.min(retries, MAX_RETRIES) })

  async function fetchOne({ id, ipfs }: { id: Hex; ipfs: string }): Promise<FetchedEnvelope> {
    if (!CID.test(ipfs)) return { id, reason: 'the hub gives no IPFS address of it' }
    try {
      const pinned = await request({ url: `${ipfsUrl}/ipfs/${ipfs}` })
      const envelope = readPinned(pinned, id)
      if (envelope !== undefined) return { id, envelope }
      throw new SnapshotSchemaError(new URL(ipfsUrl).origin, '', `it is not the message ${id}`)
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof BaseError)) throw error
      return { id, reason: `the signed message cannot be fetched from IPFS: ${error.message}` }
    }
  }

  return async (messages: readonly { id: Hex; ipfs: string }[]): Promise<FetchedEnvelope[]> => {
    const fetched: FetchedEnvelope[] = []
    for (let from = 0; from < messages.length; from += AT_ONCE) {
      const some = messages.slice(from, from + AT_ONCE)
      fetched.push(...(await Promise.all(some.map(fetchOne))))
    }
    return fetched
  }
}
