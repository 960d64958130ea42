// A reader of Parquet files of whole numbers, a row group at a time.
//
// Method:   columns of INT32, INT64, DOUBLE or DECIMAL(38, 0). A decimal is read as its bytes, since hyparquet makes a double of it.
// Domain:   flat schemas without nulls; Snappy, none, and the codecs that come with the files (`MarketFiles.compressors`).

import {
  type AsyncBuffer,
  type Compressors,
  type DecodedArray,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  type SchemaElement,
} from 'hyparquet'
import type { ColumnRule } from '../columns.ts'
import { MarketColumnsError, MarketFileError, MarketRowError } from '../errors.ts'
import type { MarketFiles } from './marketFiles.ts'
import { createColumns, describeRange, ROWS_PER_CHUNK, type Rows } from './rows.ts'

/** Those that hyparquet has itself. */
const ownCodecs = ['UNCOMPRESSED', 'SNAPPY']

/**
 * The rows of a Parquet file.
 *
 * @throws MarketFileError, MarketColumnsError, MarketRowError
 */
export async function* readParquetRows(
  { openParts, compressors }: MarketFiles,
  path: string,
  rules: readonly ColumnRule[],
): AsyncGenerator<Rows> {
  const file = await openParts(path)
  try {
    const metadata = await parquetMetadataAsync(file).catch((cause: unknown) => {
      throw createDamageError(path, cause)
    })
    checkColumns(path, metadata, rules)
    checkCodecs(path, metadata, compressors)
    const raw = { ...metadata, schema: metadata.schema.map(removeDecimal) }
    let groupStart = 0
    for (const group of metadata.row_groups) {
      const groupEnd = groupStart + Number(group.num_rows)
      const pieces = await readGroup(path, { file, metadata: raw, compressors }, [
        groupStart,
        groupEnd,
      ])
      yield* splitGroup(path, rules, pieces, [groupStart, groupEnd])
      groupStart = groupEnd
    }
  } finally {
    await file.close()
  }
}

type Range = readonly [start: number, end: number]

function checkColumns(path: string, { schema }: FileMetaData, rules: readonly ColumnRule[]): void {
  const got = schema.slice(1).map(({ name }) => name)
  const expected = rules.map(({ name }) => name)
  if (got.join() !== expected.join()) {
    throw new MarketColumnsError(path, got.join(', '), expected.join(', '))
  }
  for (const { name, type, converted_type, scale } of schema.slice(1)) {
    const isWhole =
      type === 'INT32' ||
      type === 'INT64' ||
      type === 'DOUBLE' ||
      (converted_type === 'DECIMAL' && !scale && type === 'FIXED_LEN_BYTE_ARRAY')
    if (isWhole) continue
    const reason = `has the column ${name} as ${converted_type ?? type}; write it as INT32, INT64, DOUBLE or DECIMAL(38, 0)`
    throw new MarketFileError(path, reason)
  }
}

function checkCodecs(path: string, { row_groups }: FileMetaData, compressors: Compressors): void {
  const known = [...ownCodecs, ...Object.keys(compressors)]
  const codecs = row_groups.flatMap(({ columns }) => columns.map((of) => of.meta_data?.codec))
  const unknown = codecs.find((codec) => codec !== undefined && !known.includes(codec))
  if (unknown === undefined) return
  const reason = `is packed by ${unknown}, which cannot be unpacked here; known are ${known.join(', ')}`
  throw new MarketFileError(path, reason)
}

function removeDecimal({
  converted_type,
  logical_type: _logical,
  ...element
}: SchemaElement): SchemaElement {
  return converted_type === undefined || converted_type === 'DECIMAL'
    ? element
    : { ...element, converted_type }
}

/** The columns of one row group, each in pieces. */
async function readGroup(
  path: string,
  source: { file: AsyncBuffer; metadata: FileMetaData; compressors: Compressors },
  [rowStart, rowEnd]: Range,
): Promise<Map<string, DecodedArray[]>> {
  const pieces = new Map<string, DecodedArray[]>()
  const onChunk = ({
    columnName,
    columnData,
  }: {
    columnName: string
    columnData: DecodedArray
  }) => {
    const column = pieces.get(columnName)
    if (column === undefined) pieces.set(columnName, [columnData])
    else column.push(columnData)
  }
  try {
    await parquetRead({ ...source, rowStart, rowEnd, onChunk })
  } catch (cause) {
    throw createDamageError(path, cause)
  }
  return pieces
}

function* splitGroup(
  path: string,
  rules: readonly ColumnRule[],
  pieces: ReadonlyMap<string, readonly DecodedArray[]>,
  [groupStart, groupEnd]: Range,
): Generator<Rows> {
  const columns = createColumns(rules)
  const readers = rules.map((rule) => {
    const target = columns.narrow.get(rule.name) ?? columns.wide.get(rule.name) ?? []
    return { rule, target, cells: iterateCells(pieces.get(rule.name) ?? []) }
  })
  for (let start = groupStart; start < groupEnd; start += ROWS_PER_CHUNK) {
    const count = Math.min(ROWS_PER_CHUNK, groupEnd - start)
    for (const { rule, target, cells } of readers) {
      for (let index = 0; index < count; index++) {
        const cell: unknown = cells.next().value
        const value = readCell(cell, rule.isWide)
        if (value === undefined) {
          const place = { file: path, unit: 'row', number: start + index + 1 } as const
          throw new MarketRowError(place, rule.name, `${cell ?? ''}`, describeRange(rule))
        }
        target[index] = value
      }
    }
    yield { count, place: { file: path, unit: 'row', number: start + 1 }, ...columns }
  }
}

function* iterateCells(pieces: readonly DecodedArray[]): Generator<unknown> {
  for (const piece of pieces) yield* piece
}

/** Undefined for what is no whole number. */
function readCell(cell: unknown, isWide: boolean): number | bigint | undefined {
  const whole = cell instanceof Uint8Array ? readDecimal(cell) : cell
  if (typeof whole === 'bigint') return isWide ? whole : Number(whole)
  if (typeof whole !== 'number' || !Number.isInteger(whole)) return undefined
  return isWide ? BigInt(whole) : whole
}

/** Two's complement, the highest byte first. */
function readDecimal(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(8 * bytes.length, value)
}

function createDamageError(path: string, cause: unknown): MarketFileError {
  return new MarketFileError(path, 'is no whole Parquet file; get it again', { cause })
}
