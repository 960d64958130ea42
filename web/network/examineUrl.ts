import { httpUrlSetting } from '../../files/settings.ts'
import { isLoopback } from '../../http/isLoopback.ts'

/** What is to be said of a URL that a visitor has typed. No part of it holds the URL. */
export interface UrlFinding {
  /** Why it cannot be asked; undefined: it can. */
  fault: string | undefined
  /** What its visitor should know before it is. */
  warnings: readonly string[]
}

/**
 * Looks at a URL before it is asked, with the rules of every network's file, and those of browsers.
 *
 * @param pageProtocol - That of the page, such as `https:`.
 */
export function examineUrl(text: string, pageProtocol: string): UrlFinding {
  const [issue] = httpUrlSetting.safeParse(text).error?.issues ?? []
  if (issue !== undefined) return { fault: issue.message, warnings: [] }
  if (findOrigin(text) === undefined) {
    const what = 'has a host that no content security policy can name, such as an IPv6 address'
    return { fault: `${what}; give a name, or an IPv4 address`, warnings: [] }
  }
  const { protocol, username, password } = new URL(text)
  const isNear = isLoopback(text)
  if (protocol === 'http:' && pageProtocol === 'https:' && !isNear) {
    const fault = 'is http, which browsers refuse to a page that came by https; give https'
    return { fault, warnings: [] }
  }
  const warnings: string[] = []
  if (protocol === 'http:' && !isNear) {
    warnings.push('It is http: on the way, anybody can read and change what is asked and answered.')
  }
  if (isNear && pageProtocol === 'https:') {
    warnings.push('It is this machine: some browsers ask you first, and some refuse it (Safari).')
  }
  if (username !== '' || password !== '') {
    warnings.push('It holds a user or a password, which this browser keeps readable.')
  }
  return { fault: undefined, warnings }
}

/** The origin of a URL as a content security policy names it; undefined if it can name none. */
export function findOrigin(url: string): string | undefined {
  const { origin, hostname } = new URL(url)
  // A host of other characters, such as *, would be more than itself in a policy.
  return /^[a-z0-9._-]+$/i.test(hostname) ? origin : undefined
}
