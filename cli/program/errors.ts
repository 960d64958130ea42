import { BaseError } from '../../core/index.ts'

/** The command line was wrong: its message and a short usage are shown, and the exit status is 2. */
export class UsageError extends BaseError {
  constructor(message: string | readonly string[], options: { cause?: unknown } = {}) {
    super('cli/usage', message, options)
  }
}
