import { describe, expect, test } from 'vitest'
import { checkBars } from '../../../market/check/checkBars.ts'
import type { CheckedTable } from '../../../market/check/finding.ts'
import { toTable } from '../support/createTable.ts'
import { readRecorded } from '../support/recordedFile.ts'

function read(...args: Parameters<typeof readRecorded>): CheckedTable {
  const [table] = readRecorded(...args)
  if (table === undefined) throw new TypeError('no table')
  return toTable(table)
}

const swap = (table: CheckedTable, a: string, b: string): CheckedTable => {
  const { columns } = table
  const [first, second] = [columns[a] as Float64Array, columns[b] as Float64Array]
  return { ...table, columns: { ...columns, [a]: second, [b]: first } }
}

describe('checkBars', () => {
  test('default: the bars of an exchange have no finding', () => {
    expect(checkBars(read('exchange', 'exchange'))).toEqual([])
  })

  test('error: open and close that are swapped are refused, in bars and in ticks', () => {
    const bars = swap(read('exchange', 'exchange'), 'openUsd6', 'priceUsd6')
    expect(checkBars(bars)).toMatchObject([{ name: 'swapped-open-close', severity: 'refuse' }])
    const pool = swap(read('pool-minutes', 'poolMinutes-spike'), 'openTick', 'closeTick')
    expect(checkBars(pool).map(({ name }) => name)).toContain('swapped-open-close')
  })

  test('behavior: the Polygon record of 2022 has closes outside low and high, and nothing swapped', () => {
    const [finding, ...rest] = checkBars(read('pool-minutes', 'poolMinutes-closeOutside'))
    expect(rest).toEqual([])
    expect(finding).toMatchObject({ name: 'close-outside', severity: 'warn', count: 2 })
    expect(finding?.text).toMatch(
      /^the close lies outside low and high in 2 of 60 rows, first at 2022-07-19 00:30, by up to 0.16 %/,
    )
  })

  test('behavior: a close above the high of a bar is found', () => {
    const table = read('exchange', 'exchange')
    const highUsd6 = table.columns.highUsd6?.slice() ?? new Float64Array()
    highUsd6[30] = (table.columns.priceUsd6?.[30] ?? 0) - 1_000_000
    const changed = { ...table, columns: { ...table.columns, highUsd6 } }
    expect(checkBars(changed)).toMatchObject([
      { name: 'close-outside', count: 1, at: table.columns.at?.[30] },
    ])
  })
})
