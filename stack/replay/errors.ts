import { BaseError } from '../../core/errors.ts'

/** A recording cannot be driven through this pool on this chain. */
export class ReplayError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('stack/replay', message, options)
  }
}

/** After a recorded row the pool is not where the record says. `at` is the row's time, unix seconds. */
export class ReplayMismatchError extends BaseError {
  readonly at: bigint
  readonly field: string
  readonly got: bigint
  readonly expected: bigint

  constructor(at: bigint, time: string, field: string, got: bigint, expected: bigint) {
    super(
      'stack/replay-mismatch',
      `the row of ${time} ended with a ${field} of ${got}, recorded is ${expected}; start the stack again ` +
        'and let nobody else trade on the pool while a market is replayed',
    )
    this.at = at
    this.field = field
    this.got = got
    this.expected = expected
  }
}
