import { BaseError } from '../../../core/index.ts'

/** A figure of a run does not fit the column of a table: a mistake of what made it, not of a setting. */
export class TableValueError extends BaseError {
  readonly column: string

  constructor(column: string, got: unknown) {
    super(
      'backtest/table-value',
      `Column ${column} cannot hold ${String(got)}; it takes whole numbers between -2^53 and 2^53, 38 digits where it is a decimal. Report this as a mistake.`,
    )
    this.column = column
  }
}
