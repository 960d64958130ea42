// What a node's failure means is told by HTTP status, by the code of JSON-RPC, or by what the platform's fetch fails
// with. Sources: EIP-1474 (-32005, limit exceeded); QuickNode (-32007, request limit reached); undici's error codes.

import {
  BaseError,
  HttpRequestError,
  ResponseBodyTooLargeError,
  RpcRequestError,
  TimeoutError,
} from 'viem'
import { isPassingStatus } from './isPassingStatus.ts'

/** Why a node gave no answer: what happened, after its name, and what to do about it. No part holds a secret. */
export interface NodeFailure {
  /** Host and port; undefined where the error does not tell. */
  host: string | undefined
  what: string
  advice: string
}

const LIMIT_CODES = [-32005, -32007, 429]
const LIMIT_WORDS =
  /rate limit|too many requests|(request|compute|credit)s?( \w+)? (limit|exceeded)/i

/** What the platform says of a connection, in words. */
const connectionWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed',
  UND_ERR_SOCKET: 'connection closed',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up',
  EHOSTUNREACH: 'no way to it',
  ENETUNREACH: 'no way to it',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is its own',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is its own',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of nobody known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

/**
 * Why a node did not answer a request of viem's; undefined for anything else, above all for what a node answers: that a
 * call is refused, that it has no such block.
 */
export function explainNodeFailure(error: unknown): NodeFailure | undefined {
  if (!(error instanceof BaseError)) return undefined
  const found = error.walk(
    (one) =>
      one instanceof HttpRequestError ||
      one instanceof RpcRequestError ||
      one instanceof TimeoutError ||
      one instanceof ResponseBodyTooLargeError,
  )
  const host = URL.parse((found as { url?: string } | null)?.url ?? '')?.host
  if (found instanceof HttpRequestError) return { host, ...explainRequest(found) }
  if (found instanceof RpcRequestError) {
    const explained = explainAnswer(found)
    return explained && { host, ...explained }
  }
  if (found instanceof TimeoutError) {
    return { host, what: 'does not answer in time', advice: 'try again, or give another node' }
  }
  if (found instanceof ResponseBodyTooLargeError) {
    return { host, what: 'answers with more than can be read', advice: 'give another node' }
  }
  return undefined
}

/** The same as a sentence. @param url - The node's, where the error may not tell. */
export function describeNodeFailure(error: unknown, url?: string): string | undefined {
  const failure = explainNodeFailure(error)
  if (failure === undefined) return undefined
  const host = failure.host ?? URL.parse(url ?? '')?.host
  const node = host === undefined ? 'the node' : `the node at ${host}`
  return `${node} ${failure.what}; ${failure.advice}`
}

function explainRequest({ status, cause }: HttpRequestError) {
  if (status !== undefined) return explainStatus(status)
  const { code } = (cause as { cause?: { code?: unknown } } | undefined)?.cause ?? {}
  if (cause instanceof TypeError) {
    const why = typeof code === 'string' ? (connectionWords[code] ?? code) : undefined
    const what = `does not answer${why === undefined ? '' : ` (${why})`}`
    return { what, advice: 'start it, or give another' }
  }
  // It answers, with a page or with JSON of another kind.
  return { what: 'answers with no JSON-RPC, as a web page does', advice: 'correct its URL' }
}

/** What a node says under JSON-RPC is mostly about the request: only what is about the one who asks is its failure. */
function explainAnswer({ status, code, details }: RpcRequestError) {
  if (LIMIT_CODES.includes(code) || LIMIT_WORDS.test(details)) return explainLimit(`error ${code}`)
  return status === 401 || status === 403 || status === 429 ? explainStatus(status) : undefined
}

function explainLimit(said: string) {
  const what = `takes no more requests for now (${said})`
  return { what, advice: 'wait a minute or more, or give a node with a higher limit' }
}

function explainStatus(status: number) {
  if (status === 401 || status === 403) {
    const what = `does not let this request in (status ${status})`
    return { what, advice: 'correct the key or the password in its URL' }
  }
  if (status === 429) return explainLimit('status 429')
  if (isPassingStatus(status)) {
    const what = `fails for now (status ${status})`
    return { what, advice: 'try again later, or give another node' }
  }
  return { what: `has no node there (status ${status})`, advice: 'correct its URL' }
}
