import type { PartitionKind } from '../manifest.ts'
import type { Names, RowReader } from './rowReader.ts'

/** One row of a partition: whole numbers by their columns, `at` apart. What is not recorded is undefined. */
export interface ImportedRow {
  /** From when on it is known, unix seconds. */
  at: number
  /** Where it stands in the file it comes from, for messages. */
  line: number
  values: Record<string, bigint | undefined>
}

/** What a line of a file says, and the time that it gives: mostly the beginning of its bar. */
export interface RawRow<Raw> {
  at: number
  line: number
  raw: Raw
}

/** What is known when a table is made of its lines. */
export interface TableContext {
  file: string
  /** Usual distance of two lines, seconds; undefined for events. */
  stepSec: number | undefined
  /** Fee of the pool, 1e6 = 100 %; undefined if it was not given. */
  feePips: bigint | undefined
}

/** How one kind of partition comes out of a file. */
export interface TableFormat<Raw = Record<string, bigint | undefined>> {
  kind: PartitionKind
  /** Distance of the rows that `build` makes, seconds, where it is not that of the lines. */
  stepSec?: number
  /** What a line says; undefined for a line that belongs to another table. @throws MarketRowError */
  read(row: RowReader): Raw | undefined
  /** The rows of the partition. @throws MarketFileError, MarketRowError */
  build(raw: readonly RawRow<Raw>[], context: TableContext): ImportedRow[]
}

/** Which of several series in one file is meant; the value is an option of the import. */
export interface Pick {
  option: 'venue' | 'asset'
  names: Names
}

/** How a kind of file is read: all that one importer is. */
export interface SourceFormat {
  name: string
  /** What such a file holds, and who writes it. */
  title: string
  /** The columns that hold the time; where a file has none of them, `blockNumber` and the times of the blocks. */
  time: Names
  blockNumber?: Names
  /** Columns that a file must have, besides those of the time. */
  needs: readonly Names[]
  /** How far two rows of one series are apart, where all files agree; else it is measured. 0: events, blocks, snapshots. */
  stepSec?: number
  picks?: readonly Pick[]
  /** Columns that tell apart the series that a format reads together, such as spot and perpetual. */
  series?: readonly Names[]
  /** What the format takes for granted. */
  assumptions: readonly string[]
  /** An exchange takes no gas: a new market's base fee is 0 unless headers or gas prices are imported beside it. */
  isGasFree?: boolean
  tables: readonly TableFormat<never>[]
}

/** Lets a table be one of several of different raw forms. */
export function defineTable<Raw>(table: TableFormat<Raw>): TableFormat<never> {
  return table as unknown as TableFormat<never>
}

/** Rows that are known at the time that their line gives. */
export function keepTime(raw: readonly RawRow<ImportedRow['values']>[]): ImportedRow[] {
  return raw.map(({ at, line, raw: values }) => ({ at, line, values }))
}

/** Rows of bars: known at the end of the bar. */
export function moveToEnd(
  raw: readonly RawRow<ImportedRow['values']>[],
  { stepSec = 0 }: TableContext,
): ImportedRow[] {
  return raw.map(({ at, line, raw: values }) => ({ at: at + stepSec, line, values }))
}
