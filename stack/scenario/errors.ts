import { BaseError } from '../../core/errors.ts'

/**
 * A file of figures cannot be read or written, or was cut off. `file` is its path, `cause` the
 * error underneath.
 */
export class ScenarioFileError extends BaseError {
  readonly file: string

  constructor(file: string, reason: string, options: { cause?: unknown } = {}) {
    super('stack/scenario-file', `${file}: ${reason}`, options)
    this.file = file
  }
}

/** The first line of a file does not name the columns that its kind has. */
export class ScenarioColumnsError extends BaseError {
  readonly file: string
  readonly line: number

  constructor(file: string, line: number, got: string, expected: string) {
    super(
      'stack/scenario-columns',
      `${file}, line ${line}: the columns are ${got}; allowed are ${expected}, in this order`,
    )
    this.file = file
    this.line = line
  }
}

/** A value in a file is not what its field allows. `line` counts from 1. */
export class ScenarioRowError extends BaseError {
  readonly file: string
  readonly line: number
  readonly field: string
  readonly value: string

  constructor(file: string, line: number, field: string, value: string, allowed: string) {
    super(
      'stack/scenario-row',
      `${file}, line ${line}, field ${field}: is ${value === '' ? 'empty' : value}; allowed is ${allowed}`,
    )
    this.file = file
    this.line = line
    this.field = field
    this.value = value
  }
}

/** A minute is missing, doubled or out of order. `line` is the line after the gap. */
export class ScenarioGapError extends BaseError {
  readonly file: string
  readonly line: number
  readonly field: string

  constructor(file: string, line: number, field: string, got: string, expected: string) {
    super(
      'stack/scenario-gap',
      `${file}, line ${line}, field ${field}: is ${got} where ${expected} must follow; ` +
        'give a record without gaps, in order of time',
    )
    this.file = file
    this.line = line
    this.field = field
  }
}

/** A scenario cannot be driven through this pool on this chain. */
export class ReplayError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('stack/replay', message, options)
  }
}

/** After a minute the pool is not where the record says. `minuteAt` is the minute's beginning, unix seconds. */
export class ReplayMismatchError extends BaseError {
  readonly minuteAt: bigint
  readonly field: string
  readonly got: bigint
  readonly expected: bigint

  constructor(minuteAt: bigint, time: string, field: string, got: bigint, expected: bigint) {
    super(
      'stack/replay-mismatch',
      `the minute ${time} ended with a ${field} of ${got}, recorded is ${expected}; start the stack anew ` +
        'and let nobody else trade on the pool while a scenario runs',
    )
    this.minuteAt = minuteAt
    this.field = field
    this.got = got
    this.expected = expected
  }
}

/** A scenario cannot be recorded from this chain, this pool or this time. */
export class RecordError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('stack/record', message, options)
  }
}

/** The times of a recording are none that a scenario can have. */
export class RecordTimeError extends BaseError {
  constructor(message: string) {
    super('stack/record-time', message)
  }
}

/** A recording was stopped from outside; what it had stays for the next run. */
export class RecordCancelledError extends BaseError {
  constructor(signal: string) {
    super(
      'stack/record-cancelled',
      `the recording was stopped by ${signal}; run the same command again to go on where it stopped`,
    )
  }
}
