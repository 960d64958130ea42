import { BaseError } from '../../core/errors.ts'

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
      `the minute ${time} ended with a ${field} of ${got}, recorded is ${expected}; start the stack again ` +
        'and let nobody else trade on the pool while a scenario runs',
    )
    this.minuteAt = minuteAt
    this.field = field
    this.got = got
    this.expected = expected
  }
}
