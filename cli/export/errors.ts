import { BaseError } from '../../core/index.ts'

/** The export was stopped from outside. */
export class ExportCancelledError extends BaseError {
  constructor(signal: string) {
    super('cli/export-cancelled', `the export was stopped by ${signal}; no file was written`)
  }
}

/** A number is too large for a column of the format. */
export class ExportValueError extends BaseError {
  readonly column: string
  readonly value: bigint

  constructor(column: string, value: bigint) {
    super(
      'cli/export-value',
      `${column} is ${value}, Parquet allows 38 digits; export as csv or ndjson`,
    )
    this.column = column
    this.value = value
  }
}
