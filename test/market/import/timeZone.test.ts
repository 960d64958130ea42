import { describe, expect, test } from 'vitest'
import { openTimeZone } from '../../../market/import/timeZone.ts'

const read = (text: string) => Date.parse(`${text}Z`) / 1_000

function toUtc(zone: string, text: string, after?: string): string | undefined {
  const at = openTimeZone(zone)?.toUtc(read(text), after === undefined ? 0 : read(after))
  return at === undefined ? undefined : new Date(at * 1_000).toISOString().slice(0, 16)
}

describe('openTimeZone', () => {
  test('default: summer and winter', () => {
    expect(toUtc('Europe/London', '2023-07-01T09:00')).toBe('2023-07-01T08:00')
    expect(toUtc('Europe/London', '2023-01-01T09:00')).toBe('2023-01-01T09:00')
    expect(toUtc('America/New_York', '2023-07-01T09:00')).toBe('2023-07-01T13:00')
    expect(toUtc('Asia/Kathmandu', '2023-07-01T09:00')).toBe('2023-07-01T03:15')
  })

  test('behavior: an hour that the clock shows twice is the one after the row before', () => {
    expect(toUtc('Europe/London', '2023-10-29T01:30')).toBe('2023-10-29T00:30')
    expect(toUtc('Europe/London', '2023-10-29T01:30', '2023-10-29T00:30')).toBe('2023-10-29T01:30')
  })

  test('behavior: an hour that the clock leaves out is undefined', () => {
    expect(toUtc('Europe/London', '2023-03-26T01:30')).toBeUndefined()
    expect(toUtc('Europe/London', '2023-03-26T02:00')).toBe('2023-03-26T01:00')
  })

  test('error: no zone of this name', () => {
    expect(openTimeZone('Europe/Londinium')).toBeUndefined()
  })
})
