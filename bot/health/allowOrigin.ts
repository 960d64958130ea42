/** Stands for pages that this machine serves to itself, on any port. */
const LOOPBACK = 'loopback'

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Whether a page may read what a replica answers: its origin is one that is allowed, as a browser sends it.
 *
 * @param allowed - Origins such as `https://console.example`, or `loopback`.
 */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (allowed.includes(origin) && origin !== LOOPBACK) return true
  const hostname = URL.parse(origin)?.hostname ?? ''
  return allowed.includes(LOOPBACK) && loopbackHosts.has(hostname)
}

/** Whether a text is an origin as browsers write it, or stands for some. */
export function isOriginSetting(text: string): boolean {
  if (text === LOOPBACK) return true
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}
