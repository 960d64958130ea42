import { BaseError } from '../../core/errors.ts'

/** An entry contradicts what the journal has. */
export class JournalConflictError extends BaseError {
  constructor(message: string) {
    super('bot/journal-conflict', message)
  }
}

/** The journal cannot be used: in use, of another version, not there, or lost. `place` is its file, or host and database. */
export class JournalUnavailableError extends BaseError {
  readonly place: string

  constructor(place: string, reason: string, options: { cause?: unknown } = {}) {
    super('bot/journal-unavailable', `the journal ${place} ${reason}`, options)
    this.place = place
  }
}
