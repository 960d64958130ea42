import { UrlCredentialsError } from './errors.ts'
import { splitCredentials } from './splitCredentials.ts'

const NO_URL = 'no http or https URL'

/** What keeps a text from being a URL that can be asked, after its name; undefined: nothing. It holds no part of it. */
export function findUrlFault(text: string): string | undefined {
  if (!isHttpUrl(text)) return `is ${NO_URL}; give one`
  return findCredentialsFault(text)
}

/** The same of a URL that an environment variable holds, after the variable's name. */
export function findHeldUrlFault(text: string): string | undefined {
  if (!isHttpUrl(text)) return `holds ${NO_URL}; set it`
  const fault = findCredentialsFault(text)
  return fault && `holds a URL that ${fault}`
}

/** What keeps a text from being the URL of a WebSocket; undefined: nothing. It holds no part of it. */
export function findSocketUrlFault(text: string): string | undefined {
  const url = URL.parse(text)
  if (!/^wss?:$/.test(url?.protocol ?? '')) return 'is no ws or wss URL; give one'
  const isBare = url?.username === '' && url.password === '' && url.hash === ''
  return isBare ? undefined : 'has a user, a password or a fragment; leave them out'
}

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '')
}

function findCredentialsFault(text: string): string | undefined {
  try {
    splitCredentials(text)
    return undefined
  } catch (error) {
    if (!(error instanceof UrlCredentialsError)) throw error
    return 'has a user or password with a % that begins no encoded UTF-8; write %25 for a % sign'
  }
}
