import { BaseError } from '../core/errors.ts'

/** An error on its way between threads, which copy no class. */
export interface Failure {
  name: string
  code: string | undefined
  message: string
  stack: string | undefined
}

/** What was run in another thread failed: the error there, by its own name, code and message. */
export class WorkerRunError extends BaseError {
  constructor({ name, code, message, stack }: Failure) {
    super(code ?? 'backtest/worker-run', message.split('\n'), { cause: stack })
    this.name = name
  }
}

export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { name: 'Error', code: undefined, message: String(error), stack: undefined }
  }
  const { name, message, stack } = error
  return { name, code: error instanceof BaseError ? error.code : undefined, message, stack }
}
