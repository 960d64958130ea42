import { BaseError } from '../core/errors.ts'
import { showText } from '../core/showText.ts'
import { isPassingStatus } from '../http/isPassingStatus.ts'

/** A message holds what Snapshot or the Governor would not take. `field` is its name in the message. */
export class InvalidMessageError extends BaseError {
  readonly field: string

  constructor(field: string, got: string, allowed: string) {
    super('snapshot/invalid-message', `${field} is ${got}, allowed is ${allowed}; correct it`)
    this.field = field
  }
}

/** The plugins of a Snapshot proposal name no Governor proposal. */
export class NoGovernorLinkError extends BaseError {
  constructor(reason: string) {
    super(
      'snapshot/no-governor-link',
      `the plugins ${reason}; take the text that the Governor's snapshotPlugins(proposalId) returns`,
    )
  }
}

/** A part of Snapshot did not answer, or not within the time. Asking again may help. */
export class SnapshotUnreachableError extends BaseError {
  readonly origin: string
  readonly isRetryable = true

  constructor(origin: string, reason: string, options: { cause?: unknown } = {}) {
    super(
      'snapshot/unreachable',
      `Snapshot at ${origin} ${reason}; check that it runs, and the URL`,
      options,
    )
    this.origin = origin
  }
}

/** A part of Snapshot answered with an HTTP status that is no success, and with no reason. */
export class SnapshotHttpError extends BaseError {
  readonly origin: string
  readonly status: number
  readonly isRetryable: boolean

  constructor(origin: string, status: number, note = '') {
    const advice =
      httpAdvice[status] ?? (isPassingStatus(status) ? 'try again later' : 'check the URL')
    super(
      'snapshot/http',
      `Snapshot at ${origin} answers with HTTP status ${status}${note}; ${advice}`,
    )
    this.origin = origin
    this.status = status
    this.isRetryable = isPassingStatus(status)
  }
}

const httpAdvice: Readonly<Record<number, string>> = {
  401: 'check the API key',
  403: 'check the API key',
  429: 'try again later, or give an API key',
}

/** The hub refused a query. */
export class HubQueryRefusedError extends BaseError {
  readonly messages: readonly string[]

  constructor(origin: string, messages: readonly string[]) {
    super(
      'snapshot/query-refused',
      `the hub at ${origin} refuses the query (${quote(messages.join('; '))}); check the hub's version`,
    )
    this.messages = messages
  }
}

/** The hub failed at a query that it understands. Asking again may help. */
export class HubFailedError extends BaseError {
  readonly messages: readonly string[]
  readonly isRetryable = true

  constructor(origin: string, messages: readonly string[], note = '') {
    super(
      'snapshot/hub-failed',
      `the hub at ${origin} fails (${quote(messages.join('; '))})${note}; try again later`,
    )
    this.messages = messages
  }
}

/** Refusals that wait for others: the message is right, and may be taken once other proposals are over or days old. */
const limitAdvice: Readonly<Record<string, string>> = {
  'proposal limit reached':
    'the space takes so many proposals a day and a month; wait until older ones do not count any more, or ask Snapshot for a higher limit',
  'active proposal limit reached for author':
    'the author has as many open proposals as Snapshot lets one have; wait until one of them ends, or propose from another account',
}

/** The sequencer refused a signed message finally. `description` is its reason, such as `not in voting window`. */
export class MessageRefusedError extends BaseError {
  readonly status: number
  readonly description: string

  constructor(origin: string, status: number, description: string) {
    super(
      'snapshot/message-refused',
      `the sequencer at ${origin} refuses the message (${quote(description)}); ${limitAdvice[description] ?? 'correct it and sign it again'}`,
    )
    this.status = status
    this.description = description
  }
}

/** The sequencer cannot take a signed message now. The same message may be taken later. */
export class SequencerFailedError extends BaseError {
  readonly status: number
  readonly description: string
  readonly isRetryable = true

  constructor(origin: string, status: number, description: string, note = '') {
    super(
      'snapshot/sequencer-failed',
      `the sequencer at ${origin} cannot take the message now (${quote(description)})${note}; try again later`,
    )
    this.status = status
    this.description = description
  }
}

/** An answer is not of the form that Snapshot gives. `path` is the first place that differs. */
export class SnapshotSchemaError extends BaseError {
  readonly path: string

  constructor(origin: string, path: string, reason: string, options: { cause?: unknown } = {}) {
    super(
      'snapshot/schema-mismatch',
      `the answer of ${origin} is not as expected at ${quote(path) || 'its root'}: ${quote(reason)}; check the URL`,
      options,
    )
    this.path = path
  }
}

/** A server's own words, short and safe to show. */
function quote(text: string): string {
  const shown = showText(text.slice(0, 200))
  return text.length > 200 ? `${shown}...` : shown
}
