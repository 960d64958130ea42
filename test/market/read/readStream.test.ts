import { createHash } from 'node:crypto'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { diskReader } from '../../../market/files/diskReader.ts'
import type { Market } from '../../../market/manifest.ts'
import { listStreams } from '../../../market/read/readStream.ts'
import { type FolderFile, START_AT, writeFolder, writeLines } from '../support/writeFolder.ts'

const columns = 'at,priceUsd6'
const prices = (
  rows: readonly (readonly (number | string)[])[],
  more: Partial<FolderFile> = {},
) => {
  return { kind: 'price', text: writeLines(columns, rows), stepSec: 60, ...more } as const
}
const minutes = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, minute) => [START_AT + 60 * minute, 2_000_000_000 + minute])

async function readAll(market: Market): Promise<(number | bigint | undefined)[][]> {
  const cells: (number | bigint | undefined)[][] = []
  for (const stream of listStreams(market)) {
    for await (const { count, narrow, wide } of diskReader.readStream(market, stream)) {
      for (let index = 0; index < count; index++) {
        const values = [...narrow.values(), ...wide.values()]
        cells.push(values.map((column) => column[index]))
      }
    }
  }
  return cells
}

const read = async (...files: FolderFile[]) => readAll(await writeFolder(files))

describe('readStream', () => {
  test('default: every row of every partition, in order of time, whatever the order in the manifest', async () => {
    const [first, second] = [minutes(20_000).slice(0, 12_000), minutes(20_000).slice(12_000)]
    const got = await read(
      prices(second, { file: 'kind=price/date=b/part.csv' }),
      prices(first, { file: 'kind=price/date=a/part.csv' }),
    )
    expect(got).toEqual(minutes(20_000))
  })

  test('default: wide columns keep every digit, narrow ones up to 2^53', async () => {
    const text = writeLines(
      'at,openTick,highestTick,lowestTick,closeTick,liquidity,inAmount0,inAmount1',
      [[START_AT, -887_272, 0, -5, 7, '9'.repeat(38), '0', '12345678901234567890']],
    )
    expect(await read({ kind: 'pool', text })).toEqual([
      [START_AT, -887_272, 0, -5, 7, 10n ** 38n - 1n, 0n, 12_345_678_901_234_567_890n],
    ])
    const most = Number.MAX_SAFE_INTEGER
    const block = writeLines('at,number,baseFeePerGas,gasUsedRatioPips', [[START_AT, most, 1, 0]])
    expect(await read({ kind: 'block', text: block })).toEqual([[START_AT, most, 1, 0]])
  })

  test('default: a gzipped file reads like a plain one', async () => {
    const market = await writeFolder([prices(minutes(9_000))])
    const text = writeLines(columns, minutes(9_000))
    const bytes = gzipSync(text)
    writeFileSync(join(market.folder, 'price.csv.gz'), bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const partitions = market.manifest.partitions.map((partition) => {
      return { ...partition, file: 'price.csv.gz', sha256 }
    })
    const zipped = { ...market, manifest: { ...market.manifest, partitions } }
    expect(await readAll(zipped)).toEqual(minutes(9_000))
    writeFileSync(join(market.folder, 'price.csv.gz'), bytes.subarray(0, bytes.length - 40))
    const cut = createHash('sha256')
      .update(bytes.subarray(0, bytes.length - 40))
      .digest('hex')
    const shorter = partitions.map((partition) => ({ ...partition, sha256: cut }))
    await expect(
      readAll({ ...market, manifest: { ...market.manifest, partitions: shorter } }),
    ).rejects.toThrow(/price.csv.gz: is cut off or damaged; get the whole gzip file/)
  })

  test.each([
    [
      'empty',
      '',
      /price.csv, line 3, field priceUsd6: is empty; allowed is a whole number from 1 to/,
    ],
    ['NaN', 'NaN', /line 3, field priceUsd6: is NaN; allowed is a whole number/],
    ['a decimal', '2000.5', /line 3, field priceUsd6: is 2000.5; allowed is a whole number/],
    ['in scientific notation', '2e9', /line 3, field priceUsd6: is 2e9; /],
    ['a blank before', ' 1', /line 3, field priceUsd6: is {2}1; /],
    ['zero', '0', /line 3, field priceUsd6: is 0; allowed is a whole number from 1/],
    ['negative', '-5', /line 3, field priceUsd6: is -5; /],
    ['too large', '10000000000001', /line 3, field priceUsd6: is 10000000000001; /],
    [
      'beyond a double',
      '99999999999999999999',
      /line 3, field priceUsd6: is 100000000000000000000; /,
    ],
    ['beyond all', '9'.repeat(60), /line 3, field priceUsd6: is 9{60}; /],
    ['a terminal sequence', '\u001b[2J', /line 3, field priceUsd6: is \\x1b\[2J; /],
  ])('P-121 a cell that is %s is refused by line and field', async (_, cell, message) => {
    const rows = minutes(3).map(([at, price], row) => [at, row === 1 ? cell : price])
    await expect(read(prices(rows))).rejects.toThrow(message)
    await expect(read(prices(rows))).rejects.toMatchObject({ code: 'market/row' })
  })

  test('error: a line with a cell too few or too many, also where another would fit', async () => {
    const line = (cells: (number | string)[]) =>
      read(prices([...minutes(2), cells, [START_AT + 180, 2]]))
    await expect(line([START_AT + 120])).rejects.toThrow(
      /line 4, field at: is \d+ and then the end of the line; allowed is a line of 2 cells/,
    )
    await expect(line([START_AT + 120, 5, 6])).rejects.toThrow(
      /line 4, field priceUsd6: is 5 and more cells; allowed is a line of 2 cells/,
    )
  })

  test('error: a file that was cut off, is empty, or holds no row', async () => {
    const whole = prices(minutes(3))
    const cut = { ...whole, text: whole.text.slice(0, -3) }
    await expect(read(cut)).rejects.toThrow(/price.csv: ends in the middle of a line/)
    await expect(
      read({ ...whole, text: '', claim: { columns: columns.split(',') } }),
    ).rejects.toThrow(/price.csv: is empty; get the whole file/)
    await expect(read({ ...whole, text: `${columns}\n` })).rejects.toThrow(
      /price.csv: holds no row; leave an empty partition out/,
    )
  })

  test('error: other columns than the manifest names', async () => {
    const text = writeLines('at,lowUsd6', minutes(2))
    const claim = { columns: columns.split(',') }
    await expect(read({ kind: 'price', text, claim })).rejects.toThrow(
      /price.csv: the columns are at,lowUsd6; allowed are at,priceUsd6, in this order/,
    )
  })

  test("P-121 bytes that are not the manifest's are refused before a row is used", async () => {
    const market = await writeFolder([prices(minutes(3), { claim: { sha256: '0'.repeat(64) } })])
    const [stream] = listStreams(market)
    const rows = diskReader.readStream(market, stream as never)
    await expect(rows.next()).rejects.toThrow(
      /price.csv: the SHA-256 is [0-9a-f]{64}, market.json has 0{64}; get the file again/,
    )
  })

  test('error: a file that is not there', async () => {
    const market = await writeFolder([prices(minutes(3))])
    const partitions = market.manifest.partitions.map((partition) => ({
      ...partition,
      file: 'no.csv',
    }))
    const manifest = { ...market.manifest, partitions }
    await expect(readAll({ ...market, manifest })).rejects.toThrow(
      /no.csv: cannot be read \(ENOENT\); check the path/,
    )
  })

  test('error: a file that would never end, such as a device', async () => {
    const market = await writeFolder([prices(minutes(3))])
    rmSync(join(market.folder, 'price.csv'))
    symlinkSync('/dev/zero', join(market.folder, 'price.csv'))
    await expect(readAll(market)).rejects.toThrow(/price.csv: is no file; put the figures there/)
  })

  test.each([
    ['rows', { rows: 4 }, /has 3 rows, market.json has 4; get the whole file/],
    [
      'firstAt',
      { firstAt: START_AT - 60 },
      /line 2, field at: is 1704067200, market.json has 1704067140 as firstAt/,
    ],
    [
      'lastAt',
      { lastAt: START_AT + 60 },
      /line 4, field at: is 1704067320, market.json has 1704067260 as lastAt/,
    ],
  ])('error: another %s than the manifest says', async (_, claim, message) => {
    await expect(read(prices(minutes(3), { claim }))).rejects.toThrow(message)
  })
})

describe('readStream, order', () => {
  const at = (...seconds: number[]) => seconds.map((second) => [START_AT + second, 5])

  test('behavior: a gap that the manifest lists is passed over, also between two files', async () => {
    const gaps = [{ from: START_AT + 60, to: START_AT + 300 }]
    expect(await read(prices(at(0, 60, 300), { gaps }))).toHaveLength(3)
    const files = [
      prices(at(0, 60), { file: 'a.csv' }),
      prices(at(300, 360), { file: 'b.csv', gaps }),
    ]
    expect(await read(...files)).toHaveLength(4)
  })

  test('P-121 a gap that is not listed is refused, with the place and the line to add', async () => {
    await expect(read(prices(at(0, 60, 300)))).rejects.toThrow(
      `price.csv, line 4, field at: is ${START_AT + 300}, 240 s after the row before; the step is 60 s; list { "from": ${START_AT + 60}, "to": ${START_AT + 300} } under \`gaps\` in market.json if the rows are missing`,
    )
    await expect(
      read(prices(at(0, 60), { file: 'a.csv' }), prices(at(300), { file: 'b.csv' })),
    ).rejects.toThrow(/b.csv, line 2, field at: is \d+, 240 s after the row before/)
  })

  test('error: a listed gap that the rows do not have', async () => {
    const gaps = [{ from: START_AT + 60, to: START_AT + 180 }]
    await expect(read(prices(at(0, 60, 120, 180), { gaps }))).rejects.toThrow(
      /has no gap 1704067260 to 1704067380, which market.json lists; take it out/,
    )
  })

  test('P-121 a duplicate, a falling clock and a row between two steps are refused', async () => {
    await expect(read(prices(at(0, 60, 60)))).rejects.toThrow(
      `line 4, field at: is ${START_AT + 60} a second time; keep one row of a time`,
    )
    await expect(read(prices(at(0, 120, 60)))).rejects.toThrow(
      /line 3, field at: is \d+, 120 s after/,
    )
    const gaps = [{ from: START_AT, to: START_AT + 120 }]
    await expect(read(prices(at(0, 120, 60), { gaps }))).rejects.toThrow(
      `line 4, field at: is ${START_AT + 60}, before the ${START_AT + 120} of the row before; put the rows in order of time`,
    )
    await expect(read(prices(at(0, 60, 90, 120)))).rejects.toThrow(
      /line 4, field at: is \d+, 30 s after the row before; the step is 60 s; keep one row a step/,
    )
  })

  test('P-124 a step of an hour more or less, as at a change of the clocks, gets a hint', async () => {
    const hours = (...values: number[]) =>
      prices(at(...values.map((hour) => 3_600 * hour)), { stepSec: 28_800 })
    await expect(read(hours(0, 8, 17, 25))).rejects.toThrow(/local time\? Give --zone/)
    await expect(read(hours(0, 8, 15, 23))).rejects.toThrow(/local time\? Give --zone/)
    await expect(read(hours(0, 8, 24))).rejects.not.toThrow(/local time/)
  })

  test('error: a missing or doubled block; a listed gap of blocks is passed over', async () => {
    const block = (numbers: number[], gaps: FolderFile['gaps'] = []) =>
      read({
        kind: 'block',
        text: writeLines(
          'at,number,baseFeePerGas,gasUsedRatioPips',
          numbers.map((number) => [START_AT + 12 * (number - 7), number, 5, 5]),
        ),
        gaps,
      })
    await expect(block([7, 8, 10])).rejects.toThrow(
      /block.csv, line 4, field number: is 10 after 8; add the missing blocks, or list/,
    )
    await expect(block([7, 8, 8])).rejects.toThrow(
      /field number: is 8 after 8; keep each block once/,
    )
    expect(await block([7, 8, 10], [{ from: START_AT + 12, to: START_AT + 36 }])).toHaveLength(3)
  })

  test('error: an option twice at one time', async () => {
    const columns = 'at,expiryAt,strikeUsd6,isCall,forwardUsd6,markVolatilityPips,markPips9'
    const option = (...keys: [number, number, number][]) =>
      read({
        kind: 'option',
        text: writeLines(
          columns,
          keys.map((key) => [START_AT, ...key, 5, 5, 5]),
        ),
      })
    const expiry = START_AT + 86_400
    expect(
      await option([expiry, 5, 0], [expiry, 5, 1], [expiry, 6, 0], [expiry + 1, 5, 0]),
    ).toHaveLength(4)
    await expect(option([expiry, 5, 0], [expiry, 5, 0])).rejects.toThrow(
      /line 3, field expiryAt: is \d+, strike 5, put, not after the row before/,
    )
    await expect(option([expiry, 5, 1], [expiry, 5, 0])).rejects.toThrow(/not after the row before/)
  })

  test('error: pieces of one record that overlap or differ in their step; one column from two records', async () => {
    const a = prices(at(0, 60), { file: 'a.csv' })
    await expect(read(a, prices(at(30, 90), { file: 'b.csv' }))).rejects.toThrow(
      /b.csv begins at \d+, before a.csv ends at \d+; list each time once/,
    )
    await expect(read(a, prices(at(120), { file: 'b.csv', stepSec: 30 }))).rejects.toThrow(
      /b.csv has a stepSec of 30, a.csv of 60/,
    )
    const text = writeLines('at,priceUsd6,lowUsd6', [[START_AT, 5, 5]])
    await expect(read(a, { kind: 'price', file: 'b.csv', text })).rejects.toThrow(
      /b.csv and a.csv both have priceUsd6 of the kind price/,
    )
  })
})
