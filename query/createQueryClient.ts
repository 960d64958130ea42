import pRetry from 'p-retry'
import { z } from 'zod'
import {
  BlockUnavailableError,
  IndexHttpError,
  IndexingFailedError,
  IndexUnreachableError,
  QueryRefusedError,
  SchemaMismatchError,
} from './errors.ts'

export interface QueryClientOptions {
  /** Where the subgraph answers, http or https. It may hold a key: messages name its origin only. */
  url: string
  /** How requests are made; the platform's by default. */
  fetch?: typeof globalThis.fetch
  /** How long one request may take, milliseconds. */
  timeoutMs?: number
  /** How often a request that may succeed later is made again. */
  retries?: number
  /** Ends what runs, and lets nothing start. */
  signal?: AbortSignal
}

export interface QueryClient {
  /** The scheme, host and port of the URL. */
  readonly origin: string
  /**
   * The answer to a query, checked.
   *
   * @throws IndexUnreachableError, IndexHttpError, IndexingFailedError, BlockUnavailableError,
   * QueryRefusedError, SchemaMismatchError; the signal's reason if it ends the request.
   */
  query<Data>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    data: z.ZodType<Data>,
  ): Promise<Data>
}

const envelope = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

/** A client of one subgraph. */
export function createQueryClient(options: QueryClientOptions): QueryClient {
  const { url, fetch = globalThis.fetch, timeoutMs = 30_000, retries = 3, signal } = options
  const { origin } = new URL(url)

  async function request(body: string): Promise<unknown> {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      if (!response.ok) throw new IndexHttpError(origin, response.status)
      return await response.json()
    } catch (cause) {
      signal?.throwIfAborted()
      if (cause instanceof IndexHttpError) throw cause
      if (cause instanceof SyntaxError) {
        throw new SchemaMismatchError(origin, '', 'it is no JSON', { cause })
      }
      const reason = timeout.aborted ? `does not answer within ${timeoutMs} ms` : 'does not answer'
      throw new IndexUnreachableError(origin, reason, { cause })
    }
  }

  return {
    origin,
    async query(document, variables, data) {
      const body = JSON.stringify({ query: document, variables })
      const answer = await pRetry(() => request(body), {
        retries,
        minTimeout: 200,
        maxTimeout: 5_000,
        randomize: true,
        shouldRetry: ({ error }) => {
          const isKnown = error instanceof IndexHttpError || error instanceof IndexUnreachableError
          return isKnown && error.isRetryable
        },
        ...(signal && { signal }),
      })
      const { data: content, errors = [] } = parse(envelope, answer)
      if (errors.length > 0) {
        throw createAnswerError(
          origin,
          errors.map(({ message }) => message),
        )
      }
      return parse(data, content)
    },
  }

  function parse<Data>(schema: z.ZodType<Data>, value: unknown): Data {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    const [issue] = result.error.issues
    const path = issue?.path.join('.') ?? ''
    throw new SchemaMismatchError(origin, path, issue?.message ?? 'it differs', {
      cause: result.error,
    })
  }
}

// graph-node tells these apart by their texts alone.
function createAnswerError(origin: string, messages: readonly string[]): Error {
  const all = messages.join('; ')
  if (/indexing_error/.test(all)) return new IndexingFailedError(origin)
  const isBlock =
    /no block with that (hash|number)|only (has )?indexed up to|block (hash|number).*not (yet )?available|`?block\.(hash|number|number_gte)`?/i
  if (isBlock.test(all)) return new BlockUnavailableError('that was asked for', all)
  return new QueryRefusedError(origin, messages)
}
