import { BaseError } from '../../../core/errors.ts'
import type { Failure } from '../../failure.ts'
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
