import type { PartitionKind } from '../manifest.ts'

/** Cells in the order of the columns, whole numbers. */
export type RowCells = readonly (number | bigint)[]

/** One record to write. Rows come in order of time; the writer finds their gaps. */
export interface PartitionInput {
  kind: PartitionKind
  /** Names of `columnRules[kind]`, `at` first. */
  columns: readonly string[]
  /** Usual distance of two rows, seconds; undefined for events and headers. */
  stepSec?: number | undefined
  rows: Iterable<RowCells> | AsyncIterable<RowCells>
}
