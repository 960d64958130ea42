import { z } from 'zod'
import {
  createRequest,
  type Refusal,
  type RequestFailure,
  type RequestOptions,
} from '../http/createRequest.ts'
import { isPassingText } from '../http/isPassingText.ts'
import {
  BlockUnavailableError,
  IndexFailedError,
  IndexHttpError,
  IndexingFailedError,
  IndexUnreachableError,
  QueryRefusedError,
  SchemaMismatchError,
} from './errors.ts'

export interface QueryClientOptions extends RequestOptions {
  /** Where the subgraph answers, http or https. It may hold a key, or user and password: messages name its origin only. */
  url: string
}

export interface QueryClient {
  /** The scheme, host and port of the URL. */
  readonly origin: string
  /**
   * The answer to a query, checked.
   *
   * @throws IndexUnreachableError, IndexHttpError, IndexingFailedError, IndexFailedError, BlockUnavailableError,
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
export function createQueryClient({ url, ...options }: QueryClientOptions): QueryClient {
  const { origin } = new URL(url)
  const request = createRequest(options, describeFailure)

  return {
    origin,
    async query(document, variables, data) {
      const answer = await request({
        url,
        body: { query: document, variables },
        readRefusal: (status, content) => {
          // Of another status the number says more than its text.
          const isAnswer = status >= 200 && status < 300
          const { errors = [] } = (isAnswer && envelope.safeParse(content).data) || {}
          const messages = errors.map(({ message }) => message)
          return messages.length > 0 ? readRefusal(origin, messages) : undefined
        },
      })
      return parse(data, parse(envelope, answer).data)
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

function describeFailure(failure: RequestFailure): Error {
  const { origin, note, kind } = failure
  if (kind === 'unreachable') {
    return new IndexUnreachableError(origin, `${failure.reason}${note}`, failure)
  }
  if (kind === 'status') return new IndexHttpError(origin, failure.status, note)
  return new SchemaMismatchError(origin, '', 'it is no JSON')
}

// graph-node distinguishes these errors by their texts only.
function readRefusal(origin: string, messages: readonly string[]): Refusal {
  const all = messages.join('; ')
  const isFinal = (error: Error): Refusal => ({ isPassing: false, toError: () => error })
  if (/indexing_error/.test(all)) return isFinal(new IndexingFailedError(origin))
  const isBlock =
    /no block with that (hash|number)|only (has )?indexed up to|block (hash|number).*not (yet )?available|`?block\.(hash|number|number_gte)`?/i
  if (isBlock.test(all)) return isFinal(new BlockUnavailableError('that was asked for', all))
  if (!messages.every(isPassingText)) return isFinal(new QueryRefusedError(origin, messages))
  return { isPassing: true, toError: (note) => new IndexFailedError(origin, messages, note) }
}
