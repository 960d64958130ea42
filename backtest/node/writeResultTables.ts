import { dirname, join } from 'node:path'
import { makeFolder } from '../../files/makeFolder.ts'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { listKindFigures } from '../metrics/kindFigures.ts'
import type { RuleRun } from '../outcome.ts'
import { writeParquetFile } from './parquet/writeParquetFile.ts'
import { getResultPath, type RunPlace, type TableKind } from './resultPath.ts'
import { dayColumns, type RuleDay } from './tables/dayColumns.ts'
import { figureColumns, type RuleFigure } from './tables/figureColumns.ts'
import { ruleColumns } from './tables/ruleColumns.ts'
import type { TableColumn } from './tables/table.ts'
import { tradeColumns } from './tables/tradeColumns.ts'

/**
 * Writes `days.parquet`, `rules.parquet`, `figures.parquet` and `trades.csv` of one run into a folder that is there.
 *
 * @throws FileError if a file cannot be written.
 */
export async function writeResultTables(folder: string, runs: readonly RuleRun[]): Promise<void> {
  await writeParquetFile(join(folder, 'days.parquet'), dayColumns, runs.flatMap(listDays))
  await writeParquetFile(join(folder, 'rules.parquet'), ruleColumns, runs)
  await writeParquetFile(join(folder, 'figures.parquet'), figureColumns, runs.flatMap(listFigures))
  const trades = runs.flatMap((run) => run.trades)
  await writeTextFile(join(folder, 'trades.csv'), formatCsv(tradeColumns, trades))
}

/**
 * The same for many machines, a file per kind and rule (`getResultPath`); trades as Parquet. A run without a day has no files.
 *
 * @throws FileError if a file cannot be written.
 */
export async function writeResultFolder(place: RunPlace, run: RuleRun): Promise<void> {
  const firstAt = run.days[0]?.dayAt
  if (firstAt === undefined) return
  async function write<Record>(
    kind: TableKind,
    columns: readonly TableColumn<Record>[],
    records: readonly Record[],
  ): Promise<void> {
    const path = getResultPath(place, kind, run.ruleId, firstAt as number)
    await makeFolder(dirname(path))
    await writeParquetFile(path, columns, records)
  }
  await write('days', dayColumns, listDays(run))
  await write('rules', ruleColumns, [run])
  await write('figures', figureColumns, listFigures(run))
  await write('trades', tradeColumns, run.trades)
}

function listDays({ ruleId, days }: RuleRun): RuleDay[] {
  return days.map((day) => ({ ...day, ruleId }))
}

function listFigures(run: RuleRun): RuleFigure[] {
  return listKindFigures(run).map((figure) => ({ ...figure, ruleId: run.ruleId }))
}

/** Numbers, flags and ids of our own: nothing needs quotes. */
function formatCsv<Record>(
  columns: readonly TableColumn<Record>[],
  records: readonly Record[],
): string {
  const lines = records.map((record) =>
    columns.map(({ read }) => formatCell(read(record))).join(','),
  )
  return [columns.map(({ name }) => name).join(','), ...lines, ''].join('\n')
}

function formatCell(cell: number | bigint | string | boolean | undefined): string {
  return typeof cell === 'number' ? String(Math.round(cell)) : String(cell ?? '')
}
