import type { ColumnRule } from '../columns.ts'
import type { Place } from '../errors.ts'

/** Consecutive rows of a partition as columns. The arrays are filled anew for the next rows: keep figures, not arrays. */
export interface Rows {
  count: number
  /** The file, and where its first of these rows stands. */
  place: Place
  /** By column: figures up to 2^53. */
  narrow: ReadonlyMap<string, Float64Array>
  /** By column: figures of up to 38 digits. */
  wide: ReadonlyMap<string, bigint[]>
}

/** Rows that are read at once: enough to be fast, few enough to stay small. */
export const ROWS_PER_CHUNK = 8_192

/** Empty columns for a chunk of rows. */
export function createColumns(rules: readonly ColumnRule[]): Pick<Rows, 'narrow' | 'wide'> {
  const narrow = rules.filter(({ isWide }) => !isWide)
  const wide = rules.filter(({ isWide }) => isWide)
  return {
    narrow: new Map(narrow.map(({ name }) => [name, new Float64Array(ROWS_PER_CHUNK)])),
    wide: new Map(wide.map(({ name }) => [name, new Array<bigint>(ROWS_PER_CHUNK).fill(0n)])),
  }
}

/** What a column's cells may be, in words. */
export function describeRange({ min, max }: ColumnRule): string {
  const most = max > 1e30 ? '10^38 - 1' : BigInt(max)
  return `a whole number from ${min} to ${most}`
}
