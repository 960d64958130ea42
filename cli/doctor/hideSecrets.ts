// What a report must not show: where a URL leads within its origin, and what stands in environment variables.

/** As far as one may go: most punctuation may be part of a path. */
const URLS = /\b([a-z][a-z0-9+.-]*):\/\/[^\s"`<>]+/gi
/** What is shorter is a word, such as v1, or would be found in one. */
const MIN_PART = 6
const words = ['subgraphs', 'graphql']

/** A text with URLs cut to their origins, and without any of the secrets. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const cut = text.replace(URLS, (url, scheme: string) => {
    // A path of this machine is no secret, and is what has to be looked at.
    if (scheme === 'file') return url
    // The sentence's own.
    const rest = /[).,:;'}]+$/.exec(url)?.[0] ?? ''
    const host = URL.parse(url.slice(0, url.length - rest.length))?.host
    return `${scheme}://${host || '…'}${rest}`
  })
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '(hidden)'), cut)
}

/** What must not be shown of a variable's content: all of it, or of a URL what may be a key or a password. */
export function splitSecret(content: string): string[] {
  const url = /^[a-z+]+:\/\//i.test(content) ? URL.parse(content) : null
  if (url === null) return content.length < MIN_PART ? [] : [content]
  const { pathname, username, password, searchParams, hash } = url
  // A database is told by its host and name.
  const isHttp = /^https?:$/.test(url.protocol)
  const parts = [
    ...(isHttp ? [...pathname.split('/'), username, hash.slice(1)] : []),
    ...searchParams.values(),
    password,
  ].filter((part) => part.length >= MIN_PART && !words.includes(part))
  return [...new Set([...parts, ...parts.map(decode)])].toSorted((a, b) => b.length - a.length)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
