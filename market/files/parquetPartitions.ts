import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import type { SchemaElement } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { makeFolder } from '../../files/makeFolder.ts'
import type { ColumnRule } from '../columns.ts'
import type { Partition } from '../manifest.ts'
import type { PartitionInput, RowCells } from './partitionInput.ts'
import { createEmptyError, findRules, RowRecorder } from './rowRecorder.ts'

const DAY_SEC = 86_400
/** About 128k: what engines read at once. */
const ROWS_PER_GROUP = 131_072
/** Of a DECIMAL(38, 0). */
const DECIMAL_BYTES = 16

/** Writes one record as a Parquet file a day (UTC): `kind=NAME/date=YYYY-MM-DD/part.parquet`. */
export async function writeParquetPartitions(
  folder: string,
  name: string,
  input: PartitionInput,
): Promise<Partition[]> {
  const rules = findRules(`kind=${name}`, input)
  const recorder = new RowRecorder(input, rules)
  const partitions: Partition[] = []
  let day = 0
  let rows: RowCells[] = []
  const write = async () => {
    const file = `kind=${name}/date=${formatDay(day)}/part.parquet`
    const bytes = encodeRows(rules, rows)
    await makeFolder(dirname(join(folder, file)))
    await writeFile(join(folder, file), bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    partitions.push(recorder.take(file, sha256))
    rows = []
  }
  for await (const cells of input.rows) {
    const dayOf = Math.floor(Number(cells[0]) / DAY_SEC)
    if (rows.length > 0 && dayOf !== day) await write()
    day = dayOf
    recorder.add(`kind=${name}/date=${formatDay(day)}/part.parquet`, cells)
    rows.push(cells)
  }
  if (rows.length === 0) throw createEmptyError(`kind=${name}`)
  await write()
  return partitions
}

function formatDay(day: number): string {
  return new Date(day * DAY_SEC * 1000).toISOString().slice(0, 10)
}

function encodeRows(rules: readonly ColumnRule[], rows: readonly RowCells[]): Uint8Array {
  const columnData = rules.map(({ name }, column) => {
    const data = rows.map((row) => BigInt(row[column] as number | bigint))
    return { name, data, nullable: false }
  })
  const buffer = parquetWriteBuffer({
    columnData,
    schema: [{ name: 'root', num_children: rules.length }, ...rules.map(createElement)],
    codec: 'ZSTD',
    compressors: { ZSTD: (input) => zstdCompressSync(input) },
    rowGroupSize: ROWS_PER_GROUP,
    createdBy: 'gimbal',
  })
  return new Uint8Array(buffer)
}

function createElement({ name, isWide }: ColumnRule): SchemaElement {
  if (!isWide) return { name, type: 'INT64', repetition_type: 'REQUIRED' }
  return {
    name,
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: DECIMAL_BYTES,
    converted_type: 'DECIMAL',
    precision: 38,
    scale: 0,
    repetition_type: 'REQUIRED',
  }
}
