/** How many requests hub and sequencer take, each for itself. */
export interface RateLimit {
  /** In a window of 60 s, which begins with its first request; 100 by default, as the real ones have. */
  requestsPerMinute?: number
  /** Keys whose requests to the hub are not counted; any other key is refused. None by default. */
  apiKeys?: readonly string[]
  /** Unix milliseconds; the machine's clock by default. */
  nowMs?: () => number
}

/** The limit's answer to a request: whether it is one too many, and headers for the response. */
interface Verdict {
  isOver: boolean
  headers: Record<string, string>
}

const WINDOW_SEC = 60

/** Counts the requests to one service. Source: express-rate-limit with `standardHeaders`, as Snapshot sets it up. */
export function createRateLimiter({ requestsPerMinute = 100, nowMs = Date.now }: RateLimit) {
  let endMs = Number.NEGATIVE_INFINITY
  let count = 0
  return (): Verdict => {
    const now = nowMs()
    if (now >= endMs) {
      endMs = now + WINDOW_SEC * 1_000
      count = 0
    }
    count++
    const resetSec = String(Math.ceil((endMs - now) / 1_000))
    const isOver = count > requestsPerMinute
    const headers = {
      'ratelimit-policy': `${requestsPerMinute};w=${WINDOW_SEC}`,
      'ratelimit-limit': String(requestsPerMinute),
      'ratelimit-remaining': String(Math.max(0, requestsPerMinute - count)),
      'ratelimit-reset': resetSec,
    }
    return { isOver, headers: isOver ? { ...headers, 'retry-after': resetSec } : headers }
  }
}
