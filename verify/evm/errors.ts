import { BaseError } from '../../core/errors.ts'

/** The in-process EVM cannot run the model: the contract is not built, or it failed in an unforeseen way. */
export class EvmEngineError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('verify/evm-engine', message, options)
  }
}
