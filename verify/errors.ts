import { BaseError } from '../core/errors.ts'

/** A node does not have what a verification needs. */
export class VerifySourceError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('verify/source', message, options)
  }
}

/** There is no such update. */
export class UpdateNotFoundError extends BaseError {
  constructor(message: string) {
    super('verify/update-not-found', message)
  }
}
