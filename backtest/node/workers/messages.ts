import { BaseError } from '../../../core/errors.ts'
import type { RuleRun } from '../../outcome.ts'
import type { BacktestJob } from './runJob.ts'

/** To a worker. */
export interface JobMessage {
  /** Place in the list of tasks. */
  task: number
  job: BacktestJob
}

/** From a worker. */
export type WorkerMessage =
  | { type: 'progress'; task: number; steps: number }
  | { type: 'done'; task: number; runs: readonly RuleRun[] }
  | { type: 'failed'; task: number; failure: Failure }

/** An error on its way between threads, which copy no class. */
export interface Failure {
  name: string
  code: string | undefined
  message: string
  stack: string | undefined
}

/** A run in another thread failed: the error there, by its own name, code and message. */
export class WorkerRunError extends BaseError {
  constructor({ name, code, message, stack }: Failure) {
    super(code ?? 'backtest/worker-run', message.split('\n'), { cause: stack })
    this.name = name
  }
}

/** A thread has no room for what its rules did: the trades and days of a run stay in memory until it ends. */
export class WorkerMemoryError extends BaseError {
  constructor(cause: Error) {
    super(
      'backtest/worker-memory',
      'a thread of the backtest is out of memory; run fewer rules at a time, or a shorter stretch of the market',
      { cause },
    )
  }
}

export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { name: 'Error', code: undefined, message: String(error), stack: undefined }
  }
  const { name, message, stack } = error
  return { name, code: error instanceof BaseError ? error.code : undefined, message, stack }
}
