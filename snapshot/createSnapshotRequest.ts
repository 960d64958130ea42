import pRetry from 'p-retry'
import type { z } from 'zod'
import { SnapshotHttpError, SnapshotSchemaError, SnapshotUnreachableError } from './errors.ts'

export interface RequestOptions {
  /** How requests are made; the platform's by default. */
  fetch?: typeof globalThis.fetch
  /** How long one request may take, milliseconds. */
  timeoutMs?: number
  /** How often a request that may succeed later is made again. */
  retries?: number
  /** Ends what runs, and lets nothing start. */
  signal?: AbortSignal
}

/** One HTTP request, with the reasons for which it may be refused. */
interface RequestPart {
  url: string
  /** Posted as JSON; without it the request is a GET. */
  body?: unknown
  /** The error that an answer without success means, if it says why. `isRepeated`: an attempt before had failed. */
  readRefusal?: (status: number, answer: unknown, isRepeated: boolean) => Error | undefined
}

/** Makes a request and returns its JSON. */
export type Request = (part: RequestPart) => Promise<unknown>

/**
 * Requests that are made again after network errors and the statuses 429 and 5xx, and after nothing else.
 *
 * @throws SnapshotUnreachableError, SnapshotHttpError, SnapshotSchemaError if the answer is no JSON; what `readRefusal`
 *   returns; the signal's reason if it ends the request.
 */
export function createRequest(options: RequestOptions): Request {
  const { fetch = globalThis.fetch, timeoutMs = 30_000, retries = 3, signal } = options

  async function requestOnce(
    { url, body, readRefusal }: RequestPart,
    isRepeated: boolean,
  ): Promise<unknown> {
    const { origin } = new URL(url)
    const timeout = AbortSignal.timeout(timeoutMs)
    let response: Response
    let text: string
    try {
      response = await fetch(url, {
        ...(body !== undefined && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      text = await response.text()
    } catch (cause) {
      signal?.throwIfAborted()
      const reason = timeout.aborted ? `does not answer within ${timeoutMs} ms` : 'does not answer'
      throw new SnapshotUnreachableError(origin, reason, { cause })
    }
    const answer = parseJson(text)
    if (!response.ok) {
      const failure = new SnapshotHttpError(origin, response.status)
      if (failure.isRetryable) throw failure
      throw readRefusal?.(response.status, answer, isRepeated) ?? failure
    }
    if (answer === undefined) throw new SnapshotSchemaError(origin, '', 'it is no JSON')
    return answer
  }

  return (part) =>
    pRetry((attempt) => requestOnce(part, attempt > 1), {
      retries,
      minTimeout: 200,
      maxTimeout: 5_000,
      randomize: true,
      shouldRetry: ({ error }) =>
        (error instanceof SnapshotHttpError || error instanceof SnapshotUnreachableError) &&
        error.isRetryable,
      ...(signal && { signal }),
    })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An answer of `url` as the schema wants it. @throws SnapshotSchemaError */
export function checkAnswer<Data>(url: string, schema: z.ZodType<Data>, value: unknown): Data {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.join('.') ?? ''
  throw new SnapshotSchemaError(new URL(url).origin, path, issue?.message ?? 'it differs', {
    cause: result.error,
  })
}
