import type { Failure } from '../../backtest/failure.ts'
import type { TrialRecord } from '../../backtest/orchestrate/listTrials.ts'
import type { BacktestRequest } from './runShippedBacktest.ts'

/** To the worker: what to run, then how many trials there have been. */
export type ToWorker =
  | { type: 'run'; request: BacktestRequest; siteUrl: string }
  | { type: 'counted'; trials: number }

/** From the worker. */
export type FromWorker =
  | { type: 'tries'; record: TrialRecord }
  | { type: 'progress'; share: number }
  | { type: 'done'; text: string }
  | { type: 'failed'; failure: Failure }
