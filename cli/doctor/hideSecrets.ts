// Removes from a report what it must not show: the paths of URLs, and the contents of environment variables.

import { cutUrls } from '../../http/cutUrls.ts'

/** A shorter part may be a plain word, such as v1, or a part of a word. */
const MIN_PART = 6
const words = ['subgraphs', 'graphql']

/** A text with URLs cut to their origins, and without any of the secrets. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '(hidden)'), cutUrls(text))
}

/** The secret parts of a variable's content: all of it, or the parts of a URL that may be a key or a password. */
export function splitSecret(content: string): string[] {
  const url = /^[a-z+]+:\/\//i.test(content) ? URL.parse(content) : null
  if (url === null) return content.length < MIN_PART ? [] : [content]
  const { pathname, username, password, searchParams, hash } = url
  // A report may show a database's host and name.
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
