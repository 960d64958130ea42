import { describe, expect, test } from 'vitest'
import { createRecordedPath } from '../../../stack/prices/createRecordedPath.ts'

const WAD = 10n ** 18n
const priceAt = createRecordedPath([
  { at: 60, priceUsd6: 2_000_000_000n },
  { at: 120, priceUsd6: 2_060_000_000n },
  { at: 180, priceUsd6: 2_000_000_000n },
])

describe('prices between the closes of a record', () => {
  test.each([
    [0, 2_000n],
    [60_000, 2_000n],
    [75_000, 2_015n],
    [120_000, 2_060n],
    [150_000, 2_030n],
    [180_000, 2_000n],
    [999_000, 2_000n],
  ])('default: at %i ms it is $%i', (atMs, usd) => {
    expect(priceAt(atMs)).toBe(usd * WAD)
  })

  test('error: a record without a close', () => {
    expect(() => createRecordedPath([])).toThrow(/give one/)
  })
})
