import { BaseError } from '../../core/index.ts'

/** The backtest was stopped from outside. */
export class BacktestStoppedError extends BaseError {
  constructor(signal: string) {
    super(
      'cli/backtest-stopped',
      `the backtest was stopped by ${signal}; no result was written, and its trials count`,
    )
  }
}
