import { BaseError } from '../../core/errors.ts'

/** A network cannot be found: no stack runs, or the configuration is missing or wrong. */
export class NetworkConfigError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('cli/network-config', message, options)
  }
}
