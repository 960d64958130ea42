import type { Row } from '../../query/index.ts'

/** Takes rows and writes them in one format. */
export interface RowWriter {
  write(rows: readonly Row[]): Promise<void>
  /** Writes what is left; does not close. */
  finish(): Promise<void>
}
