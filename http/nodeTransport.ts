import { type HttpTransport, type HttpTransportConfig, http } from 'viem'
import { boundRetryAfter } from './boundRetryAfter.ts'
import { splitCredentials } from './splitCredentials.ts'

/** viem waits as long as a node asks for, and tells nobody: a node that asks for more fails with its status instead. */
const MAX_WAIT_MS = 5_000

/**
 * viem's transport to a node, for URLs with user and password as everywhere: viem's own leaves out a password without a
 * user, and cannot send letters beyond Latin-1.
 *
 * @throws UrlCredentialsError if user or password are no percent-encoded UTF-8.
 */
export function nodeTransport(text: string, config: HttpTransportConfig = {}): HttpTransport {
  const { url, headers } = splitCredentials(text)
  // Who does not leave it to viem to ask again wants to see the header.
  const fetchFn = config.retryCount === 0 ? undefined : boundRetryAfter(MAX_WAIT_MS)
  return http(url, {
    ...(fetchFn && { fetchFn }),
    ...config,
    fetchOptions: { ...config.fetchOptions, headers },
  })
}
