import type { Writable } from 'node:stream'
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import type { Cell, Column, ColumnKind, Dataset, Row } from '../../query/index.ts'
import { ExportValueError } from './errors.ts'
import type { RowWriter } from './rowWriter.ts'

// 38 digits are what readers of Parquet take at most, and what 16 bytes hold.
const DECIMAL_DIGITS = 38
const DECIMAL_LIMIT = 10n ** BigInt(DECIMAL_DIGITS)

const utf8 = {
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
} as const

const elements: Readonly<Record<ColumnKind, Omit<SchemaElement, 'name'>>> = {
  integer: { type: 'INT64' },
  decimal: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    logical_type: { type: 'DECIMAL', precision: DECIMAL_DIGITS, scale: 0 },
    precision: DECIMAL_DIGITS,
    scale: 0,
  },
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  flag: { type: 'BOOLEAN' },
  text: utf8,
  words: utf8,
  bytes: utf8,
}

const ROWS_PER_GROUP = 10_000

/** Parquet, a row group at a time; each column's meaning and unit stand in the file's metadata. */
export function createParquetWriter(
  output: Writable,
  { columns, description }: Dataset,
  metadata: Readonly<Record<string, string>>,
): RowWriter {
  const bytes = new ByteWriter()
  const keyValues = {
    description,
    ...metadata,
    ...Object.fromEntries(columns.map((column) => [`column.${column.name}`, describe(column)])),
  }
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(createElement)],
    kvMetadata: Object.entries(keyValues).map(([key, value]) => ({ key, value })),
    createdBy: 'gimbal',
  })
  let waiting: Row[] = []

  // The library counts offsets by `offset`; only what is buffered is taken off.
  async function send(): Promise<void> {
    const chunk = new Uint8Array(bytes.buffer.slice(0, bytes.index))
    bytes.index = 0
    await new Promise<void>((resolve, reject) => {
      output.write(chunk, (error) => (error ? reject(error) : resolve()))
    })
  }

  async function writeGroup(): Promise<void> {
    const columnData = columns.map((column, index) => ({
      name: column.name,
      data: waiting.map((row) => toParquet(column, row[index] as Cell)),
    }))
    waiting = []
    parquet.write({ columnData, rowGroupSize: ROWS_PER_GROUP })
    await send()
  }

  return {
    async write(rows) {
      waiting.push(...rows)
      if (waiting.length >= ROWS_PER_GROUP) await writeGroup()
    },
    async finish() {
      if (waiting.length > 0) await writeGroup()
      parquet.finish()
      await send()
    },
  }
}

function createElement(column: Column): SchemaElement {
  const repetition_type = column.isNullable ? 'OPTIONAL' : 'REQUIRED'
  return { name: column.name, repetition_type, ...elements[column.kind] }
}

function describe({ description, unit }: Column): string {
  return unit === '' ? description : `${description} (${unit})`
}

function toParquet({ name, kind }: Column, cell: Cell): unknown {
  if (typeof cell !== 'bigint') return cell
  if (kind === 'time') return new Date(Number(cell) * 1_000)
  if (cell <= -DECIMAL_LIMIT || cell >= DECIMAL_LIMIT) throw new ExportValueError(name, cell)
  return cell
}
