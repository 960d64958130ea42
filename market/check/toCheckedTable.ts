import type { ImportedRow } from '../import/sourceFormat.ts'
import type { PartitionKind } from '../manifest.ts'
import type { CheckedTable } from './finding.ts'

/** Rows that were read from a file, as the checks read them. */
export function toCheckedTable(
  { kind, file, stepSec }: { kind: PartitionKind; file: string; stepSec: number | undefined },
  rows: readonly ImportedRow[],
): CheckedTable {
  const names = new Set(rows.flatMap(({ values }) => Object.keys(values)))
  const columns: Record<string, Float64Array> = { at: Float64Array.from(rows, ({ at }) => at) }
  for (const name of names) {
    columns[name] = Float64Array.from(rows, ({ values }) => Number(values[name] ?? Number.NaN))
  }
  return { kind, file, stepSec, count: rows.length, columns }
}
