import { BaseError } from '../../core/index.ts'

/** The tables of a folder do not give a metric: one of them, or a row, is not there. */
export class MetricMissingError extends BaseError {
  readonly metric: string

  constructor(metric: string) {
    super(
      'backtest/metric-missing',
      `The tables give no ${metric} of a rule. Each rule with rows in days needs one in rules; write the folder again.`,
    )
    this.metric = metric
  }
}
