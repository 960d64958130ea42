import { BaseError } from '../../core/errors.ts'
import { type Fault, formatFault } from '../../files/listFaults.ts'

/** The configuration of a deployment cannot be read, or a field of it is not allowed. */
export class DeployConfigError extends BaseError {
  readonly file: string

  /** @param reason - What is wrong with the file, or every fault of it; the message gives each a line. */
  constructor(file: string, reason: string | readonly Fault[], options: { cause?: unknown } = {}) {
    const faults =
      typeof reason === 'string' ? [{ path: '', line: undefined, text: reason }] : reason
    const lines = faults.map((fault) => formatFault(file, fault))
    super('deploy/contracts-config', lines, options)
    this.file = file
  }
}

/** The key is missing or malformed. Says nothing of what was got, which may be a secret. */
export class DeployKeyError extends BaseError {
  constructor(reason: string) {
    super('deploy/contracts-key', reason)
  }
}

/** The chain does not answer, is another one, or cannot run the contracts or pay for them. */
export class DeployChainError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('deploy/contracts-chain', message, options)
  }
}

/** A deployment stopped under way, or does not fit what an earlier run has left. */
export class DeployFailedError extends BaseError {
  /** @param message - It has several lines if Ignition reports several contracts. */
  constructor(message: string | readonly string[], options: { cause?: unknown } = {}) {
    super('deploy/contracts-failed', message, options)
  }
}
