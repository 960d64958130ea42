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
 */
export function splitCredentials(text: string): SplitUrl {
  const url = new URL(text)
  const { username, password } = url
  if (username === '' && password === '') return { url: text, headers: {} }
  url.username = ''
  url.password = ''
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const encoded = Buffer.from(pair, 'utf8').toString('base64')
  return { url: url.href, headers: { authorization: `Basic ${encoded}` } }
}
