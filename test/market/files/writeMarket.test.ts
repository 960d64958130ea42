import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect, test } from 'vitest'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import type { PartitionInput } from '../../../market/files/partitionInput.ts'
import { writeMarket } from '../../../market/files/writeMarket.ts'
import type { Market } from '../../../market/manifest.ts'
import { listStreams } from '../../../market/read/readStream.ts'
import { makeFolder } from '../support/makeFolder.ts'
import { about, START_AT } from '../support/writeFolder.ts'

const { format: _format, ...parts } = about
const DAY = 86_400
const poolNames = ['at', 'openTick', 'highestTick', 'lowestTick', 'closeTick', 'liquidity']
const liquidity = 10n ** 38n - 1n
const pool = (times: readonly number[]): PartitionInput => ({
  kind: 'pool',
  columns: poolNames,
  stepSec: 3_600,
  rows: times.map((second) => [START_AT + second, -7, 5, -9, -887_272, liquidity]),
})
const blocks = (numbers: readonly number[]): PartitionInput => ({
  kind: 'block',
  columns: ['at', 'number', 'baseFeePerGas', 'gasUsedRatioPips'],
  rows: numbers.map((number) => [START_AT + 12 * number, number, 10n ** 14n, 1_000_000]),
})
const hours = Array.from({ length: 50 }, (_, hour) => hour * 3_600)

async function readRows(market: Market): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for (const stream of listStreams(market)) {
    for await (const { count, narrow, wide } of diskReader.readStream(market, stream)) {
      for (let index = 0; index < count; index++) {
        rows.push([...narrow.values(), ...wide.values()].map((column) => column[index]))
      }
    }
  }
  return rows
}

describe('writeMarket', () => {
  test.each(['csv', 'csv.gz', 'parquet'] as const)(
    'default: what is written as %s is read again, row by row',
    async (format) => {
      const folder = join(makeFolder(), 'new')
      const written = await writeMarket(folder, parts, [pool(hours), blocks([3, 4, 5])], { format })
      const opened = await openMarket(folder)
      expect(opened).toEqual(written)
      expect(await readRows(opened)).toEqual([
        ...hours.map((second) => [START_AT + second, -7, 5, -9, -887_272, liquidity]),
        ...[3, 4, 5].map((number) => [START_AT + 12 * number, number, 1e14, 1_000_000]),
      ])
      expect(readdirSync(dirname(folder))).toEqual(['new'])
    },
  )

  test('default: Parquet has a file a day, with integers and decimals that every engine reads', async () => {
    const folder = join(makeFolder(), 'new')
    const { manifest } = await writeMarket(folder, parts, [pool(hours)], { format: 'parquet' })
    expect(
      manifest.partitions.map(({ file, rows, firstAt }) => [file, rows, firstAt - START_AT]),
    ).toEqual([
      ['kind=pool/date=2024-01-01/part.parquet', 24, 0],
      ['kind=pool/date=2024-01-02/part.parquet', 24, DAY],
      ['kind=pool/date=2024-01-03/part.parquet', 2, 2 * DAY],
    ])
    const { buffer } = new Uint8Array(
      readFileSync(join(folder, 'kind=pool/date=2024-01-03/part.parquet')),
    )
    const { schema, row_groups } = parquetMetadata(buffer)
    expect(schema.slice(1).map(({ name, type }) => [name, type])).toEqual([
      ...poolNames.slice(0, 5).map((name) => [name, 'INT64']),
      ['liquidity', 'FIXED_LEN_BYTE_ARRAY'],
    ])
    expect(schema.at(-1)).toMatchObject({ converted_type: 'DECIMAL', precision: 38, scale: 0 })
    expect(row_groups[0]?.columns[0]?.meta_data?.codec).toBe('ZSTD')
    const compressors = { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) }
    const rows = await parquetReadObjects({ file: buffer, compressors })
    expect(rows[1]).toMatchObject({ at: BigInt(START_AT + 49 * 3_600), openTick: -7n })
  })

  test('behavior: the same rows give the same bytes', async () => {
    for (const format of ['csv', 'csv.gz', 'parquet'] as const) {
      const write = () => writeMarket(join(makeFolder(), 'new'), parts, [pool(hours)], { format })
      expect((await write()).dataHash).toBe((await write()).dataHash)
    }
  })

  test('behavior: gaps are found and listed, also between two days, and between blocks', async () => {
    const times = [0, 3_600, 3 * 3_600, 40 * 3_600]
    const expected = [
      { from: START_AT + 3_600, to: START_AT + 3 * 3_600 },
      { from: START_AT + 3 * 3_600, to: START_AT + 40 * 3_600 },
    ]
    for (const format of ['csv', 'parquet'] as const) {
      const folder = join(makeFolder(), 'new')
      const market = await writeMarket(folder, parts, [pool(times), blocks([7, 8, 12])], { format })
      const ofKind = (kind: string) =>
        market.manifest.partitions.filter((one) => one.kind === kind).flatMap(({ gaps }) => gaps)
      expect(ofKind('pool')).toEqual(expected)
      expect(ofKind('block')).toEqual([{ from: START_AT + 96, to: START_AT + 144 }])
      expect(await readRows(market)).toHaveLength(7)
    }
  })

  test('behavior: two records of one kind get files of their own', async () => {
    const price = (columns: string[]): PartitionInput => ({
      kind: 'price',
      columns,
      rows: [[START_AT, 5]],
    })
    const inputs = [price(['at', 'priceUsd6']), price(['at', 'perpPriceUsd6'])]
    const folder = join(makeFolder(), 'new')
    const { manifest } = await writeMarket(folder, parts, inputs, { format: 'csv' })
    expect(manifest.partitions.map(({ file }) => file)).toEqual(['price.csv', 'price-2.csv'])
  })

  test('behavior: rows may come as a stream', async () => {
    async function* stream() {
      for (const row of pool(hours).rows as (number | bigint)[][]) yield row
    }
    const folder = join(makeFolder(), 'new')
    const input = { ...pool([]), rows: stream() }
    const market = await writeMarket(folder, parts, [input], { format: 'csv' })
    expect(market.manifest.partitions[0]?.rows).toBe(50)
  })

  test('error: a folder that is there; a market there is replaced on request, another folder never', async () => {
    const folder = join(makeFolder(), 'new')
    await writeMarket(folder, parts, [pool(hours)], { format: 'csv' })
    const again = { format: 'csv', replace: false } as const
    await expect(writeMarket(folder, parts, [pool([0])], again)).rejects.toThrow(
      /new: is there already; name another folder, or remove it/,
    )
    const replaced = await writeMarket(folder, parts, [pool([0])], { ...again, replace: true })
    expect((await openMarket(folder)).dataHash).toBe(replaced.dataHash)
    const other = join(makeFolder(), 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'letter.txt'), 'Dear all')
    await expect(
      writeMarket(other, parts, [pool([0])], { format: 'csv', replace: true }),
    ).rejects.toThrow(/is there and is no market/)
    expect(readdirSync(other)).toEqual(['letter.txt'])
  })

  test('error: nothing is left of a market that cannot be written', async () => {
    const folder = join(makeFolder(), 'new')
    const write = (inputs: PartitionInput[], format: 'csv' | 'parquet' = 'csv', change = {}) =>
      writeMarket(folder, { ...parts, ...change }, inputs, { format })
    await expect(write([pool([])])).rejects.toThrow(
      /pool.csv: would hold no row; leave the record out/,
    )
    await expect(write([pool([])], 'parquet')).rejects.toThrow(/kind=pool: would hold no row/)
    const odd = { ...pool([]), rows: [[START_AT, -7, 5, -9, 900_000, 5n]] }
    await expect(write([odd])).rejects.toThrow(
      /pool.csv, row 1, field closeTick: is 900000; allowed is a whole number from -887272 to 887272/,
    )
    const half = { ...pool([]), rows: [[START_AT, 0.5, 5, -9, 9, 5n]] }
    await expect(write([half], 'parquet')).rejects.toThrow(/row 1, field openTick: is 0.5; allowed/)
    const short = { ...pool([]), rows: [[START_AT, 5]] }
    await expect(write([short])).rejects.toThrow(/row 1, field highestTick: is empty; allowed/)
    const unknown = { ...pool(hours), columns: [...poolNames.slice(0, 5), 'depth'] }
    await expect(write([unknown])).rejects.toThrow(
      /the columns are at,.*,depth; allowed are at,openTick/,
    )
    await expect(write([pool(hours)], 'csv', { name: 'No Name' })).rejects.toThrow(
      /new\/market.json:3: name: is no name/,
    )
    expect(readdirSync(dirname(folder))).toEqual([])
  })

  test('error: rows that are not in order of time', async () => {
    const write = (times: number[]) =>
      writeMarket(join(makeFolder(), 'new'), parts, [pool(times)], { format: 'csv' })
    await expect(write([0, 7_200, 3_600])).rejects.toThrow(
      /pool.csv, row 3, field at: is \d+, before/,
    )
    await expect(write([0, 3_600, 3_600])).rejects.toThrow(/row 3, field at: is \d+ a second time/)
    await expect(write([0, 3_600, 4_000])).rejects.toThrow(/row 3, field at: is \d+, 400 s after/)
  })
})
