import { BaseError } from '../../core/index.ts'

/** A market to which nobody can push without signatures, or now. */
export class PushError extends BaseError {
  constructor(message: string) {
    super('cli/push', message)
  }
}
