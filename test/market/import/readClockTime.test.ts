import { describe, expect, test } from 'vitest'
import { readClockTime } from '../../../market/import/readClockTime.ts'

describe('readClockTime', () => {
  const sec = Date.parse('2023-08-17T21:34:00Z') / 1_000
  const cases: [text: string, isAbsolute: boolean][] = [
    ['2023-08-17 21:34:00', false],
    ['2023-08-17T21:34', false],
    ['2023-08-17T21:34Z', true],
    ['2023-08-17 21:34:00 UTC', true],
    ['2023-08-17T23:34:00.123+02:00', true],
    ['2023-08-17 16:34:00-0500', true],
    [`${sec}`, true],
    [`${sec}000`, true],
    [`${sec}000000`, true],
    [`${sec}.0`, true],
  ]
  test.each(cases)('default: %s', (text, isAbsolute) => {
    expect(readClockTime(text)).toEqual({ sec, isAbsolute })
  })

  test('behavior: a day is its midnight', () => {
    const midnight = Date.parse('2023-08-17T00:00Z') / 1_000
    expect(readClockTime('2023-08-17')).toEqual({ sec: midnight, isAbsolute: false })
  })

  const faults = [
    '',
    'noon',
    '2023-02-30 00:00',
    '2023-08-17 25:00',
    '17.08.2023',
    '20230817',
    '1e9',
  ]
  test.each(faults)('error: %j is no time', (text) => {
    expect(readClockTime(text)).toBeUndefined()
  })
})
