import { readRetryAfterMs } from './readRetryAfterMs.ts'

/**
 * A `fetch` for clients that wait as long as a server asks, with no bound of their own (viem): a `Retry-After` of more
 * than `maxWaitMs` does not reach them, so that they end with the status after their usual attempts.
 */
export function boundRetryAfter(
  maxWaitMs: number,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const waitMs = readRetryAfterMs(response.headers.get('retry-after'), Date.now()) ?? 0
    if (waitMs <= maxWaitMs) return response
    const headers = new Headers(response.headers)
    headers.delete('retry-after')
    const { status, statusText, body } = response
    return new Response(body, { status, statusText, headers })
  }
}
