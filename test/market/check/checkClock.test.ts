import { describe, expect, test } from 'vitest'
import { checkClock, formatSec } from '../../../market/check/checkClock.ts'
import { openTimeZone } from '../../../market/import/timeZone.ts'
import { createTable, TABLE_AT, toTable } from '../support/createTable.ts'
import { readRecorded } from '../support/recordedFile.ts'

const at = (times: readonly number[], stepSec = 60) =>
  createTable('price', times.length, (index) => ({ at: times[index] ?? 0 }), stepSec)
const every = (stepSec: number, count: number, from = TABLE_AT) =>
  Array.from({ length: count }, (_, index) => from + index * stepSec)

describe('checkClock', () => {
  test('default: regular rows have no finding', () => {
    expect(checkClock(at(every(60, 500)))).toEqual([])
  })

  const seasons = [
    ['spring', '9 h', '2023-03-26 17:00'],
    ['autumn', '7 h', '2023-10-29 16:00'],
  ] as const
  test.each(seasons)(
    'behavior: the step in %s of %s of the 8 h record is local time',
    (season, _step, when) => {
      const picks = { venue: 'binance', asset: 'ethereum' }
      const [price, funding] = readRecorded('spot-perp-funding', `spotPerpFunding-${season}`, {
        picks,
      })
      for (const table of [price, funding].filter((each) => each !== undefined)) {
        const findings = checkClock(toTable(table))
        expect(findings).toMatchObject([{ name: 'local-time', severity: 'refuse', count: 1 }])
        expect(findings[0]?.text).toMatch(/local time\? Import it with --zone Europe\/London$/)
      }
      const [first] = price === undefined ? [] : checkClock(toTable(price))
      expect(first?.text).toContain(when)
      const zone = openTimeZone('Europe/London')
      const tables = readRecorded('spot-perp-funding', `spotPerpFunding-${season}`, { picks, zone })
      expect(tables.flatMap((table) => checkClock(toTable(table)))).toEqual([])
    },
  )

  const zones = ['Europe/London', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney']
  test.each(zones)('behavior: a year of hours by the clock of %s is found', (name) => {
    // The clock on the wall at every hour of UTC, as if it were UTC.
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: name,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const times = every(3_600, 8_760).map((utc) => {
      return Date.parse(`${format.format(utc * 1_000).replace(' ', 'T')}Z`) / 1_000
    })
    const bars = times.map((time) => time + 3_600)
    const [finding, ...rest] = checkClock(at(bars, 3_600))
    expect(rest).toEqual([])
    expect(finding).toMatchObject({ name: 'local-time', count: 2 })
    const suggested = /--zone (\S+)$/.exec(finding?.text ?? '')?.[1] ?? ''
    const zone = openTimeZone(suggested)
    let before = 0
    const converted = times.map((time) => {
      before = zone?.toUtc(time, before) ?? Number.NaN
      return before
    })
    const steps = converted.slice(1).map((time, index) => time - (converted[index] ?? 0))
    expect(new Set(steps)).toEqual(new Set([3_600]))
  })

  test('behavior: an outage of an hour at any other time is a gap', () => {
    const times = every(60, 200).map((time, index) => time + (index >= 100 ? 3_600 : 0))
    expect(checkClock(at(times))).toMatchObject([
      { name: 'gap', severity: 'warn', count: 1, at: TABLE_AT + 6_000 + 3_600 },
    ])
  })

  test('behavior: gaps are counted, with the first and the longest', () => {
    const times = every(60, 100).filter((_, index) => index !== 10 && (index < 50 || index > 59))
    expect(checkClock(at(times))[0]?.text).toBe(
      '2 gaps, the first from 2023-01-01 00:09 to 2023-01-01 00:11, the longest of 11 min; nothing is filled in',
    )
  })

  test('behavior: the missing minute of the Polygon record is a gap', () => {
    const [table] = readRecorded('pool-minutes', 'poolMinutes-gap')
    expect(table && checkClock(toTable(table))).toMatchObject([{ name: 'gap', count: 1 }])
  })

  test('error: a duplicate, a falling clock, and a row between the steps are refused', () => {
    const twice = every(60, 100).flatMap((time, index) => (index === 7 ? [time, time] : [time]))
    expect(checkClock(at(twice))).toMatchObject([
      { name: 'duplicate', severity: 'refuse', count: 1 },
    ])
    const falling = every(60, 100)
    ;[falling[20], falling[21]] = [falling[21] ?? 0, falling[20] ?? 0]
    expect(checkClock(at(falling)).map(({ name }) => name)).toContain('falling-clock')
    const between = every(60, 100).flatMap((time, index) =>
      index === 7 ? [time, time + 20] : [time],
    )
    expect(checkClock(at(between))[0]).toMatchObject({ name: 'irregular-step', severity: 'refuse' })
  })

  test('behavior: quotes of one snapshot and blocks of one second are no duplicates', () => {
    const snapshot = createTable('option', 10, () => ({ at: TABLE_AT }), undefined)
    expect(checkClock(snapshot)).toEqual([])
    const blocks = createTable('block', 10, (index) => ({ at: TABLE_AT, number: index }), undefined)
    expect(checkClock(blocks)).toEqual([])
    const same = createTable('block', 10, () => ({ at: TABLE_AT, number: 1 }), undefined)
    expect(checkClock(same)).toMatchObject([{ name: 'duplicate', count: 9 }])
  })
})

describe('formatSec', () => {
  const cases: [number, string][] = [
    [12, '12 s'],
    [90, '90 s'],
    [60, '1 min'],
    [5_400, '90 min'],
    [28_800, '8 h'],
    [9_000, '150 min'],
    [86_400, '1 day'],
    [604_800, '7 days'],
    [100_001, '27.8 h'],
  ]
  test.each(cases)('default: %i s', (seconds, text) => {
    expect(formatSec(seconds)).toBe(text)
  })
})
