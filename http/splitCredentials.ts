import { UrlCredentialsError } from './errors.ts'

/** A URL without user and password, and the header that carries them. */
export interface SplitUrl {
  url: string
  headers: { authorization?: string }
}

/**
 * Takes user and password out of a URL (`https://user:p%40ss@host/path`): the platform's `fetch` refuses such URLs. They
 * become a header of basic authentication (RFC 7617), in UTF-8.
 *
 * @throws TypeError if the text is no URL.
 * @throws UrlCredentialsError if user or password are no percent-encoded UTF-8.
 */
export function splitCredentials(text: string): SplitUrl {
  const url = new URL(text)
  const { username, password } = url
  if (username === '' && password === '') return { url: text, headers: {} }
  url.username = ''
  url.password = ''
  const pair = `${decode(username, url.host)}:${decode(password, url.host)}`
  // Browsers have btoa, which takes bytes as characters up to 255, and no Buffer.
  const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(pair)))
  return { url: url.href, headers: { authorization: `Basic ${encoded}` } }
}

function decode(part: string, host: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    throw new UrlCredentialsError(host, { cause })
  }
}
