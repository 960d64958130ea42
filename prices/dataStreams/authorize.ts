import { createHash, createHmac } from 'node:crypto'

/** Of a subscription to Data Streams. */
export interface StreamCredentials {
  key: string
  secret: string
}

const NOTHING = createHash('sha256').digest('hex')

/**
 * The headers that Data Streams asks for when its WebSocket is opened: an HMAC over method, path, an empty body, key and
 * time. Source: docs.chain.link, "Data Streams Authentication".
 *
 * @param nowMs - Milliseconds since 1970; the server allows five seconds.
 */
export function authorize(
  url: string,
  { key, secret }: StreamCredentials,
  nowMs: number,
): Record<string, string> {
  const { pathname, search } = new URL(url)
  const text = `GET ${pathname}${search} ${NOTHING} ${key} ${nowMs}`
  return {
    Authorization: key,
    'X-Authorization-Timestamp': `${nowMs}`,
    'X-Authorization-Signature-SHA256': createHmac('sha256', secret).update(text).digest('hex'),
  }
}
