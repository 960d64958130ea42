/**
 * How long a server wants to be left alone, in milliseconds, from the header `Retry-After` (RFC 9110, 10.2.3: seconds,
 * or a date); undefined if it says nothing that can be understood.
 */
export function readRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  const at = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}
