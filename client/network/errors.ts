import { BaseError } from '../../core/errors.ts'

/** A network cannot be found, or what a file says of it is missing or wrong. */
export class NetworkConfigError extends BaseError {
  constructor(message: string | readonly string[], options: { cause?: unknown } = {}) {
    super('client/network-config', message, options)
  }
}
