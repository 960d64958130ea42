// Method:   an attempt that fails for now (no answer, a passing status, a refusal that its reader calls passing) is made
//           again: after the time that the server names, else after 0.2 s, 0.4 s and so on, by chance up to twice as
//           long. The number of attempts is bounded, but for those that the server asked to be made later; all of them
//           together by a patience. Everything else is final at once.

import pRetry from 'p-retry'
import { isPassingStatus } from './isPassingStatus.ts'
import { readRetryAfterMs } from './readRetryAfterMs.ts'
import { sleep, type Wait } from './sleep.ts'
import { splitCredentials } from './splitCredentials.ts'

export interface RequestOptions {
  /** How requests are made; the platform's by default. */
  fetch?: typeof globalThis.fetch
  /** How long one request may take, milliseconds. */
  timeoutMs?: number
  /** How often a request that may succeed later is made again; 0: never. */
  retries?: number
  /** How long a request may take with all its repetitions and waits, milliseconds. */
  patienceMs?: number
  /** Told before each wait that a person would notice. */
  onWait?: (wait: Wait) => void
  /** How waiting for a server that asked for it is done; the platform's timer by default. */
  sleep?: (waitMs: number, signal?: AbortSignal) => Promise<void>
  /** Ends what runs, and lets nothing start. */
  signal?: AbortSignal
}

/** An answer that says why it is no success. */
export interface Refusal {
  /** The same request may succeed later. */
  isPassing: boolean
  /** @param note What was tried, such as ` (asked 4 times in 3 s)`; empty if nothing was tried again. */
  toError: (note: string) => Error
}

/** One HTTP request, with the reasons for which it may be refused. */
export interface RequestPart {
  /** May hold user and password; messages name its origin only. */
  url: string
  headers?: Readonly<Record<string, string>>
  /** Posted as JSON; without it the request is a GET. */
  body?: unknown
  /** The refusal that an answer is, if it is one that says why. `isRepeated`: an attempt before had failed. */
  readRefusal?: (status: number, answer: unknown, isRepeated: boolean) => Refusal | undefined
  /** Asked before the request is made again: what an earlier attempt has brought about; undefined if nothing. */
  recall?: () => Promise<unknown>
}

/** Why there is no answer. Its `note` as that of a Refusal. */
export type RequestFailure = { origin: string; note: string } & (
  | { kind: 'unreachable'; reason: string; cause: unknown }
  | { kind: 'status'; status: number }
  | { kind: 'no-json' }
)

/** Makes a request and returns its JSON. */
export type Request = (part: RequestPart) => Promise<unknown>

const RETRIES = 5
const PATIENCE_MS = 300_000 // five minutes
const TIMEOUT_MS = 30_000
/** Shorter waits are not reported, milliseconds. */
const NOTICED_MS = 2_000
/** A server that asks for less is asked after this, milliseconds. */
const LEAST_TOLD_MS = 1_000

/** One attempt that failed. */
class AttemptError extends Error {
  readonly isPassing: boolean
  readonly toldMs: number
  readonly toError: (note: string) => Error

  constructor({ isPassing, toError }: Refusal, toldMs = 0) {
    super('an attempt failed')
    this.isPassing = isPassing
    this.toldMs = toldMs
    this.toError = toError
  }
}

/**
 * Requests that are made again while what is wrong may pass.
 *
 * @param describe - the error of a failure, in the words of the service that is asked.
 * @throws what `describe` and the part's `readRefusal` make of the last failure; the signal's reason if it ends the request.
 */
export function createRequest(
  options: RequestOptions,
  describe: (failure: RequestFailure) => Error,
): Request {
  const { retries = RETRIES, patienceMs = PATIENCE_MS, onWait, signal } = options
  const { sleep: wait = sleep } = options

  return async (part) => {
    const { origin } = new URL(part.url)
    const begunMs = performance.now()
    /** What servers asked for counts, however the waiting is done. */
    let toldMs = 0
    let attempts = 0
    let refusedWait = ''
    const isPassing = (error: unknown) => error instanceof AttemptError && error.isPassing
    const attempt = async (number: number) => {
      attempts = number
      const known = number > 1 ? await part.recall?.() : undefined
      return known ?? (await requestOnce(part, options, describe, number > 1))
    }
    try {
      return await pRetry(attempt, {
        retries,
        minTimeout: 200,
        maxTimeout: 10_000,
        randomize: true,
        maxRetryTime: patienceMs,
        shouldConsumeRetry: ({ error }) => !(error instanceof AttemptError && error.toldMs > 0),
        onFailedAttempt: async ({ error, retriesLeft, retryDelay }) => {
          if (!(error instanceof AttemptError) || !error.isPassing || retriesLeft === 0) return
          const waitMs = error.toldMs || retryDelay
          if (waitMs > patienceMs - toldMs - (performance.now() - begunMs)) {
            refusedWait = `, and it asks to wait ${formatSec(waitMs)}`
            return
          }
          if (waitMs >= NOTICED_MS) onWait?.({ origin, waitMs, isTold: error.toldMs > 0 })
          if (error.toldMs === 0) return
          toldMs += waitMs
          await wait(waitMs, signal)
        },
        shouldRetry: ({ error }) => isPassing(error) && refusedWait === '',
        ...(signal && { signal }),
      })
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof AttemptError)) throw error
      const times = `asked ${attempts === 1 ? 'once' : `${attempts} times`} in ${formatSec(toldMs + performance.now() - begunMs)}`
      const note = attempts > 1 || refusedWait !== '' ? ` (${times}${refusedWait})` : ''
      throw error.toError(note)
    }
  }
}

async function requestOnce(
  { url, headers, body, readRefusal }: RequestPart,
  { fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS, signal }: RequestOptions,
  describe: (failure: RequestFailure) => Error,
  isRepeated: boolean,
): Promise<unknown> {
  const target = splitCredentials(url)
  const { origin } = new URL(url)
  const timeout = AbortSignal.timeout(timeoutMs)
  let response: Response
  let text: string
  try {
    response = await fetch(target.url, {
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...target.headers,
        ...headers,
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    text = await response.text()
  } catch (cause) {
    signal?.throwIfAborted()
    const reason = timeout.aborted ? `does not answer within ${timeoutMs} ms` : 'does not answer'
    throw new AttemptError({
      isPassing: true,
      toError: (note) => describe({ origin, note, kind: 'unreachable', reason, cause }),
    })
  }
  const { status, ok } = response
  const answer = parseJson(text)
  const refusal = readRefusal?.(status, answer, isRepeated)
  const isPassing = isPassingStatus(status) || refusal?.isPassing === true
  if (!ok || refusal !== undefined) {
    const told = isPassing && readRetryAfterMs(response.headers.get('retry-after'), Date.now())
    throw new AttemptError(
      {
        isPassing,
        toError: refusal?.toError ?? ((note) => describe({ origin, note, kind: 'status', status })),
      },
      told ? Math.max(told, LEAST_TOLD_MS) : 0,
    )
  }
  if (answer !== undefined) return answer
  throw new AttemptError({
    isPassing: false,
    toError: (note) => describe({ origin, note, kind: 'no-json' }),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function formatSec(ms: number): string {
  return `${Math.ceil(ms / 1_000)} s`
}
