import type { ColumnRule } from '../columns.ts'
import { readCsvRows } from './csvRows.ts'
import type { MarketFiles } from './marketFiles.ts'
import { readParquetRows } from './parquetRows.ts'
import type { Rows } from './rows.ts'

/**
 * The rows of one file, CSV or Parquet by its ending. Only its columns are checked: neither its hash nor its values.
 *
 * @throws MarketFileError, MarketColumnsError, MarketRowError
 */
export function readRows(
  files: MarketFiles,
  path: string,
  rules: readonly ColumnRule[],
): AsyncGenerator<Rows> {
  const read = path.endsWith('.parquet') ? readParquetRows : readCsvRows
  return read(files, path, rules)
}
