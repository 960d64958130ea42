import { BaseError } from '../core/index.ts'

/** The command line was wrong: its message and a short usage are shown, and the exit status is 2. */
export class UsageError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('cli/usage', message, options)
  }
}

/** A line of the input is not one row; the other lines are not touched by it. */
export class InvalidLineError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('cli/invalid-line', message, options)
  }
}

/** The in-process EVM cannot run the model: the contract is not built, or it failed in an unforeseen way. */
export class EvmEngineError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('cli/evm-engine', message, options)
  }
}
