import { BaseError } from '../../core/index.ts'

/** A line of the input is not one row; the other lines are not touched by it. */
export class InvalidLineError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('cli/invalid-line', message, options)
  }
}
