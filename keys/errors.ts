import { BaseError } from '../core/errors.ts'

/** No key, more than one, or one that cannot be read. Says nothing of what was got, which may be a secret. */
export class KeyError extends BaseError {
  constructor(reason: string) {
    super('keys/key', reason)
  }
}

/** A remote signer does not answer, does not have the account, or refuses. */
export class RemoteSignerError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('keys/remote-signer', message, options)
  }
}

/** An environment variable holds what cannot be used. Never shows what it holds. */
export class VariableError extends BaseError {
  readonly variable: string

  constructor(variable: string, reason: string) {
    super(
      'keys/variable',
      `the environment variable ${variable} ${reason}; remove that and set it again`,
    )
    this.variable = variable
  }
}
