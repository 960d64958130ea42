import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MarketFileError, MarketRowError } from '../../../market/errors.ts'
import { readSource } from '../../../market/import/readSource.ts'
import { openTimeZone } from '../../../market/import/timeZone.ts'
import { makeFolder } from '../support/makeFolder.ts'
import { changeRecorded, findFormat, readRecorded, writeLines } from '../support/recordedFile.ts'

const format = findFormat('exchange')

function writeBytes(content: string | Buffer): string {
  const file = join(makeFolder(), 'figures.csv')
  writeFileSync(file, content)
  return file
}

describe('readSource: what files look like', () => {
  test('behavior: quotes, a byte order mark, other line ends, comments and further columns are read', () => {
    const file = writeBytes(
      '\uFEFF# a note\r\n"time","open","high","low","close","note, long"\r\n"2023-01-01",1,2,0.5,1.5,"a, b"\r\n2023-01-02,1,2,0.5,1.5,\r\n',
    )
    const [table] = readSource({ format, file })
    expect(table).toMatchObject({ stepSec: 86_400, rows: [{ line: 3 }, { line: 4 }] })
  })

  type Change = (cells: string[]) => string[]
  const faults: [name: string, line: number, change: Change, message: RegExp][] = [
    ['a NaN', 5, (cells) => cells.with(4, 'NaN'), /line 5, field close: is NaN; allowed is a dec/],
    ['a price of 0', 5, (cells) => cells.with(1, '0'), /field open: is 0; .* number from 0.000001/],
    [
      'no time',
      3,
      (cells) => cells.with(0, 'noon'),
      /line 3, field open_time_unix: is noon; allow/,
    ],
    [
      'half a line',
      9,
      (cells) => cells.slice(0, 4),
      /line 9, field close: is one of 4 values; .* 9/,
    ],
    ['an empty cell', 9, (cells) => cells.with(2, ''), /line 9, field high: is empty/],
  ]
  test.each(faults)('error: %s is named by line and column', (_name, line, change, message) => {
    const file = changeRecorded('exchange', line, change)
    const read = () => readSource({ format, file })
    expect(read).toThrow(MarketRowError)
    expect(read).toThrow(message)
  })

  const files: [name: string, content: string | Buffer, message: RegExp][] = [
    ['empty', '', /is empty; give a whole file/],
    ['without rows', 'time,open,high,low,close\n', /has no rows/],
    ['cut off', 'time,open,high,low,close\n2023-01-01,1,1,1,1', /ends in the middle of a line/],
    ['a damaged gzip', Buffer.from([0x1f, 0x8b, 1, 2]), /is cut off or damaged/],
    ['no text', Buffer.from([0xff, 0xfe, 0xfd]), /is no text in UTF-8/],
    ['of another format', 'a,b\n1,2\n', /lacks columns that the format exchange needs: open or/],
  ]
  test.each(files)('error: a file that is %s', (_name, content, message) => {
    const file = writeBytes(content)
    const read = () => readSource({ format, file })
    expect(read).toThrow(MarketFileError)
    expect(read).toThrow(message)
  })

  test('error: a file that is not there', () => {
    expect(() => readSource({ format, file: 'nowhere.csv' })).toThrow(/nowhere.csv: cannot be read/)
  })

  test('error: several series in one file, of which none is chosen', () => {
    const read = (picks: object) => () => readRecorded('funding', 'funding-hourly', { picks })
    expect(read({})).toThrow(/holds several series; give --asset, one of BTC, ETH/)
    expect(read({ asset: 'SOL' })).toThrow(/has no asset SOL; give --asset, one of BTC, ETH/)
  })

  test('error: a zone for times that say theirs, and a time that no clock showed', () => {
    const zone = openTimeZone('Europe/London')
    const read = () => readRecorded('funding', 'funding-hourly', { picks: { asset: 'ETH' }, zone })
    expect(read).toThrow(/leave out --zone/)
    const file = writeLines(['time,open,high,low,close', '2023-03-26 01:30:00,1,1,1,1'])
    expect(() => readSource({ format, file, zone })).toThrow(
      /a time that the clocks of Europe\/London showed/,
    )
  })
})
