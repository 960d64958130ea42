import { BaseError } from '../../core/index.ts'

/** A configuration cannot be written. */
export class InitError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('cli/init', message, options)
  }
}
