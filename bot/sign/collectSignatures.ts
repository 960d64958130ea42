import { type Address, getAddress, type Hex, isAddressEqual, recoverTypedDataAddress } from 'viem'
import { z } from 'zod'
import { splitCredentials } from '../../http/splitCredentials.ts'
import {
  createTypedReport,
  type Difference,
  type Report,
  type ReportScope,
} from '../../verify/report.ts'
import { normalizeSignature } from './normalizeSignature.ts'
import { MAX_BODY_BYTES, readBody } from './readBody.ts'
import { formatRequest } from './reportText.ts'

/** Another replica. */
export interface Peer {
  /** Its `/v1/sign`, whole. */
  url: string
  /** The bearer token that the peer expects. */
  token?: string | undefined
}

interface CollectOptions {
  report: Report
  scope: ReportScope
  /** Of the market. */
  reporters: readonly Address[]
  threshold: number
  /** This replica's own, if it is a reporter. */
  own?: Hex | undefined
  peers: readonly Peer[]
  /** How long one peer may take, milliseconds. */
  timeoutMs: number
  signal?: AbortSignal
}

/** Why there is no signature of a peer; `origin` is its URL's without path. */
export interface PeerRefusal {
  origin: string
  reason: string
  /** Where the peer's own report differs from ours, as it says. */
  difference?: Difference
}

export interface Quorum {
  /** As many as the threshold, ascending by signer, each 65 bytes (r, s, v); fewer: there is no quorum. */
  signatures: Hex[]
  isReached: boolean
  /** Of peers that had answered by then. */
  refusals: PeerRefusal[]
}

const signedAnswer = z.object({ signature: z.templateLiteral(['0x', z.string()]) })
// From the peer's view: its `theirs` are ours.
const differingAnswer = z
  .object({ field: z.string(), theirs: z.string(), ours: z.string() })
  .transform(({ field, theirs, ours }) => ({ field, ours: theirs, theirs: ours }))

/**
 * Asks all peers at once until the threshold is reached. Every signature is recovered here, and counts if its signer
 * is a reporter that has not signed yet; what a peer says about itself is not believed. Never rejects because of a
 * peer.
 *
 * @throws the signal's reason if it ends the round.
 */
export async function collectSignatures(options: CollectOptions): Promise<Quorum> {
  const { report, scope, reporters, threshold, own, peers, timeoutMs, signal } = options
  const bySigner = new Map<Address, Hex>()
  const refusals: PeerRefusal[] = []
  const reached = new AbortController()
  const isReached = () => bySigner.size >= threshold

  /** Why a signature does not count; none if it does. */
  async function take(signature: Hex): Promise<string | undefined> {
    const typed = createTypedReport(scope, report)
    const normal = normalizeSignature(signature)
    const signer =
      normal &&
      (await recoverTypedDataAddress({ ...typed, signature: normal }).catch(() => undefined))
    if (normal === undefined || signer === undefined) return 'its signature is malformed'
    if (!reporters.some((reporter) => isAddressEqual(reporter, signer))) {
      return `it is not a reporter's signature of this report`
    }
    if (bySigner.has(getAddress(signer))) return `${signer} has signed already`
    if (!isReached()) bySigner.set(getAddress(signer), normal)
    if (isReached()) reached.abort()
    return undefined
  }

  async function ask({ url, token }: Peer): Promise<Omit<PeerRefusal, 'origin'> | undefined> {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const { url: plainUrl, headers } = splitCredentials(url)
      const response = await fetch(plainUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...headers,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: formatRequest(report),
        redirect: 'error',
        signal: AbortSignal.any([timeout, reached.signal, ...(signal ? [signal] : [])]),
      })
      const text = response.body ? await readBody(response.body, MAX_BODY_BYTES) : ''
      if (text === undefined) return { reason: `it answers with more than ${MAX_BODY_BYTES} bytes` }
      if (response.status === 409) {
        const difference = differingAnswer.parse(JSON.parse(text))
        return { reason: `it has another ${difference.field}`, difference }
      }
      if (!response.ok) return { reason: `it answers with HTTP status ${response.status}` }
      const { signature } = signedAnswer.parse(JSON.parse(text))
      const problem = await take(signature)
      return problem === undefined ? undefined : { reason: problem }
    } catch (error) {
      if (reached.signal.aborted) return undefined
      if (timeout.aborted) return { reason: `it does not answer within ${timeoutMs} ms` }
      const isForm = error instanceof SyntaxError || error instanceof z.ZodError
      return { reason: isForm ? 'its answer is not as expected' : 'it does not answer' }
    }
  }

  signal?.throwIfAborted()
  if (own !== undefined) await take(own)
  if (!isReached()) {
    await Promise.all(
      peers.map(async (peer) => {
        const refusal = await ask(peer)
        if (refusal) refusals.push({ origin: new URL(peer.url).origin, ...refusal })
      }),
    )
    signal?.throwIfAborted()
  }
  const ascending = [...bySigner].toSorted(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const signatures = ascending.map(([, signature]) => signature)
  return { signatures, isReached: isReached(), refusals }
}
