import type { TableColumn } from './table.ts'

/** Units as docs/export.md has them. */
export const USD6 = '1e6 = $1'
export const PIPS = '1e6 = 100 %'

/** A whole number below 2^53. */
export function integer<Record>(
  name: string,
  unit: string,
  meaning: string,
  read: (record: Record) => number | undefined,
): TableColumn<Record> {
  return { name, kind: 'integer', unit, meaning, read }
}

/** A whole number of up to 38 digits. */
export function decimal<Record>(
  name: string,
  unit: string,
  meaning: string,
  read: (record: Record) => bigint,
): TableColumn<Record> {
  return { name, kind: 'decimal', unit, meaning, read }
}

/** Words of our own. */
export function text<Record>(
  name: string,
  meaning: string,
  read: (record: Record) => string,
): TableColumn<Record> {
  return { name, kind: 'text', unit: '', meaning, read }
}
