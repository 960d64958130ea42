import { BaseError } from '../core/errors.ts'
import { showText } from '../core/showText.ts'
import { isPassingStatus } from '../http/isPassingStatus.ts'

/** The index did not answer, or not within the time. Asking again may help. `origin` is its address without path and query. */
export class IndexUnreachableError extends BaseError {
  readonly origin: string
  readonly isRetryable = true

  constructor(origin: string, reason: string, options: { cause?: unknown } = {}) {
    super(
      'query/unreachable',
      `the index at ${origin} ${reason}; check that it runs, and the URL`,
      options,
    )
    this.origin = origin
  }
}

/** The index answered with an HTTP status that is no success. */
export class IndexHttpError extends BaseError {
  readonly origin: string
  readonly status: number
  readonly isRetryable: boolean

  constructor(origin: string, status: number, note = '') {
    super(
      'query/http',
      `the index at ${origin} answers with HTTP status ${status}${note}; check the URL, its key, and the limit of requests`,
    )
    this.origin = origin
    this.status = status
    this.isRetryable = isPassingStatus(status)
  }
}

/** The subgraph stopped at an error of its own, so its data are old. */
export class IndexingFailedError extends BaseError {
  readonly origin: string

  constructor(origin: string) {
    super(
      'query/indexing-failed',
      `the subgraph at ${origin} stopped indexing at an error; look into the log of graph-node, and deploy it again`,
    )
    this.origin = origin
  }
}

/** The index does not have the block: not yet, not any more, or it was reorganised away. */
export class BlockUnavailableError extends BaseError {
  readonly block: string

  constructor(block: string, reason: string) {
    super(
      'query/block-unavailable',
      `the index does not have block ${block} (${showText(reason)}); ask again at a newer block`,
    )
    this.block = block
  }
}

/** The index refused the query. */
export class QueryRefusedError extends BaseError {
  readonly messages: readonly string[]

  constructor(origin: string, messages: readonly string[]) {
    super(
      'query/refused',
      `the index at ${origin} refuses the query (${showText(messages.join('; '))}); check that it indexes this version of the subgraph`,
    )
    this.messages = messages
  }
}

/** The index failed at a query that it understands. Asking again may help. */
export class IndexFailedError extends BaseError {
  readonly messages: readonly string[]
  readonly isRetryable = true

  constructor(origin: string, messages: readonly string[], note = '') {
    super(
      'query/failed',
      `the index at ${origin} fails (${showText(messages.join('; '))})${note}; try again later`,
    )
    this.messages = messages
  }
}

/** An answer is not of the form that the query asks for. `path` is the first place that differs. */
export class SchemaMismatchError extends BaseError {
  readonly path: string

  constructor(origin: string, path: string, reason: string, options: { cause?: unknown } = {}) {
    super(
      'query/schema-mismatch',
      `the answer of ${origin} is not as expected at ${path || 'its root'}: ${reason}; check that it indexes this version of the subgraph`,
      options,
    )
    this.path = path
  }
}
