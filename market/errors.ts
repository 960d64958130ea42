import { BaseError } from '../core/errors.ts'

/**
 * A file of figures cannot be read or written, or was cut off. `file` is its path, `cause` the
 * error underneath.
 */
export class ScenarioFileError extends BaseError {
  readonly file: string

  constructor(file: string, reason: string, options: { cause?: unknown } = {}) {
    super('market/scenario-file', `${file}: ${reason}`, options)
    this.file = file
  }
}

/** The first line of a file does not name the columns that its kind has. */
export class ScenarioColumnsError extends BaseError {
  readonly file: string
  readonly line: number

  constructor(file: string, line: number, got: string, expected: string) {
    super(
      'market/scenario-columns',
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
      'market/scenario-row',
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
      'market/scenario-gap',
      `${file}, line ${line}, field ${field}: is ${got} where ${expected} must follow; ` +
        'give a record without gaps, in order of time',
    )
    this.file = file
    this.line = line
    this.field = field
  }
}

/** A scenario cannot be recorded from this chain, this pool or this time. */
export class RecordError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('market/record', message, options)
  }
}

/** The times of a recording are not possible for a scenario. */
export class RecordTimeError extends BaseError {
  constructor(message: string) {
    super('market/record-time', message)
  }
}

/** A recording was stopped from outside; what it had stays for the next run. */
export class RecordCancelledError extends BaseError {
  constructor(signal: string) {
    super(
      'market/record-cancelled',
      `the recording was stopped by ${signal}; run the same command again to go on where it stopped`,
    )
  }
}
