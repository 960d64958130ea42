import { zstdCompressSync } from 'node:zlib'
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import type { StoredKind, TableColumn } from '../tables/table.ts'
import { type ColumnBuffer, createColumnBuffer } from './columnBuffer.ts'

/** Rows of a row group: what readers skip and share out among threads, and what waits in memory. */
export const GROUP_ROWS = 65_536
const FIRST_CAPACITY = 1_024

/** Makes the bytes of a Parquet file, a row group at a time. */
export interface ParquetEncoder<Record> {
  /** Rows of the group under way. */
  readonly waiting: number
  /** Rows of the file so far. */
  readonly rows: number
  /** @throws TableValueError if a column cannot hold its value. */
  append(record: Record): void
  /** Ends the group under way, if it has rows. */
  endGroup(): void
  /** Ends the file. */
  finish(): void
  /** The bytes that came about since the last call. */
  takeBytes(): Uint8Array
}

const utf8 = {
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
} as const

const elements: Readonly<Record<StoredKind, Omit<SchemaElement, 'name'>>> = {
  integer: { type: 'INT64' },
  decimal: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    logical_type: { type: 'DECIMAL', precision: 38, scale: 0 },
    precision: 38,
    scale: 0,
  },
  flag: { type: 'BOOLEAN' },
  text: utf8,
}

/** ZSTD; each column's meaning and unit stand in the file's metadata, as `column.NAME`. */
export function createParquetEncoder<Record>(
  columns: readonly TableColumn<Record>[],
  metadata: Readonly<globalThis.Record<string, string>> = {},
): ParquetEncoder<Record> {
  const bytes = new ByteWriter()
  const meanings = columns.map((column): [string, string] => [
    `column.${column.name}`,
    describe(column),
  ])
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(createElement)],
    codec: 'ZSTD',
    compressors: { ZSTD: (input) => zstdCompressSync(input) },
    kvMetadata: [...Object.entries(metadata), ...meanings].map(([key, value]) => ({ key, value })),
    createdBy: 'gimbal',
  })
  let capacity = FIRST_CAPACITY
  let buffers = createBuffers(columns, capacity)
  let [waiting, ended] = [0, 0]

  function endGroup(): void {
    if (waiting === 0) return
    const columnData = columns.map(({ name, kind, isNullable }, index) => ({
      name,
      data: (buffers[index] as ColumnBuffer<Record>).take(waiting) as unknown[],
      // Money seldom repeats: a dictionary of it costs memory and saves nothing.
      ...(kind === 'integer' && !isNullable && { encoding: 'PLAIN' as const }),
      // Readers choose groups by time; of the others nothing is asked.
      statistics: index === 0,
    }))
    parquet.write({ columnData, rowGroupSize: waiting })
    ended += waiting
    waiting = 0
  }

  /** A file of few rows needs little room, so a group that grew starts over as a longer one. */
  function grow(): void {
    if (capacity === GROUP_ROWS) {
      endGroup()
      return
    }
    const taken = buffers.map((buffer) => buffer.take(waiting))
    capacity = Math.min(GROUP_ROWS, 2 * capacity)
    buffers = createBuffers(columns, capacity)
    buffers.forEach((buffer, index) => {
      buffer.restore(taken[index] as ArrayLike<unknown>)
    })
  }

  return {
    get waiting() {
      return waiting
    },
    get rows() {
      return ended + waiting
    },
    append(record) {
      if (waiting === capacity) grow()
      for (let index = 0; index < buffers.length; index++) {
        ;(buffers[index] as ColumnBuffer<Record>).set(waiting, record)
      }
      waiting++
    },
    endGroup,
    finish() {
      endGroup()
      parquet.finish()
    },
    takeBytes() {
      // The library counts offsets by `offset`; only what is buffered is taken off.
      const taken = new Uint8Array(bytes.buffer.slice(0, bytes.index))
      bytes.index = 0
      return taken
    },
  }
}

function createBuffers<Record>(columns: readonly TableColumn<Record>[], capacity: number) {
  return columns.map((column) => createColumnBuffer(column, capacity))
}

function createElement<Record>({ name, kind, isNullable }: TableColumn<Record>): SchemaElement {
  return { name, repetition_type: isNullable ? 'OPTIONAL' : 'REQUIRED', ...elements[kind] }
}

function describe<Record>({ meaning, unit }: TableColumn<Record>): string {
  return unit === '' ? meaning : `${meaning} (${unit})`
}
