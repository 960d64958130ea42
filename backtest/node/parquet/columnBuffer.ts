import type { TableColumn } from '../tables/table.ts'
import { TableValueError } from './errors.ts'

/** Values of one column until they are written. */
export interface ColumnBuffer<Record> {
  /** @throws TableValueError if the column cannot hold the value. */
  set(index: number, record: Record): void
  /** The first values; a copy is not made. */
  take(count: number): ArrayLike<unknown>
  /** Puts values that another buffer of the column gave to the beginning. */
  restore(values: ArrayLike<unknown>): void
}

const HALF = 4_294_967_296

/** A buffer for `capacity` values. */
export function createColumnBuffer<Record>(
  column: TableColumn<Record>,
  capacity: number,
): ColumnBuffer<Record> {
  if (column.kind !== 'integer') return createListBuffer(column, capacity)
  return column.isNullable
    ? createNullableBuffer(column, capacity)
    : createIntegerBuffer(column, capacity)
}

/** The halves of INT64 are written as they are: making a bigint of each number takes several times as long. */
function createIntegerBuffer<Record>(
  { name, read }: TableColumn<Record>,
  capacity: number,
): ColumnBuffer<Record> {
  const values = new BigInt64Array(capacity)
  const halves = new Int32Array(values.buffer)
  return {
    set(index, record) {
      const value = Math.round(read(record) as number)
      if (!Number.isSafeInteger(value)) throw new TableValueError(name, value)
      halves[2 * index] = value
      halves[2 * index + 1] = Math.floor(value / HALF)
    },
    take: (count) => values.subarray(0, count),
    restore: (taken) => values.set(taken as BigInt64Array),
  }
}

/** The value in force stays the same for long: its last bigint is used again. */
function createNullableBuffer<Record>(
  { name, read }: TableColumn<Record>,
  capacity: number,
): ColumnBuffer<Record> {
  const values: (bigint | null)[] = new Array(capacity).fill(null)
  let [known, made] = [0, 0n]
  return {
    set(index, record) {
      const value = read(record) as number | undefined
      if (value === undefined) {
        values[index] = null
        return
      }
      if (value !== known) {
        known = value
        const whole = Math.round(value)
        if (!Number.isSafeInteger(whole)) throw new TableValueError(name, value)
        made = BigInt(whole)
      }
      values[index] = made
    },
    take: (count) => values.slice(0, count),
    restore: (taken) => restoreList(values, taken),
  }
}

function restoreList(values: unknown[], taken: ArrayLike<unknown>): void {
  for (let index = 0; index < taken.length; index++) values[index] = taken[index]
}

/** 38 digits are what DECIMAL(38, 0) holds. */
const DECIMAL_LIMIT = 10n ** 38n

function createListBuffer<Record>(
  { name, kind, read }: TableColumn<Record>,
  capacity: number,
): ColumnBuffer<Record> {
  const values: unknown[] = new Array(capacity).fill('')
  return {
    set(index, record) {
      const value = read(record)
      const isHeld =
        kind === 'decimal'
          ? typeof value === 'bigint' && value < DECIMAL_LIMIT && value > -DECIMAL_LIMIT
          : typeof value === (kind === 'flag' ? 'boolean' : 'string')
      if (!isHeld) throw new TableValueError(name, value)
      values[index] = value
    },
    take: (count) => values.slice(0, count),
    restore: (taken) => restoreList(values, taken),
  }
}
