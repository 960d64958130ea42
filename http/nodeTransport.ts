import { type HttpTransport, type HttpTransportConfig, http } from 'viem'
import { splitCredentials } from './splitCredentials.ts'

/**
 * viem's transport to a node, for URLs with user and password as everywhere: viem's own leaves out a password without a
 * user, and cannot send letters beyond Latin-1.
 *
 * @throws UrlCredentialsError if user or password are no percent-encoded UTF-8.
 */
export function nodeTransport(text: string, config: HttpTransportConfig = {}): HttpTransport {
  const { url, headers } = splitCredentials(text)
  return http(url, { ...config, fetchOptions: { ...config.fetchOptions, headers } })
}
