import { describe, expect, test } from 'vitest'
import { isUpdateDue } from '../../../stack/portfolio/tendOptions.ts'

const WAD = 10n ** 18n
const last = { at: 1_000n, priceWad: 2_000n * WAD }

describe('isUpdateDue', () => {
  test('default: at first, and ten minutes after the update', () => {
    expect(isUpdateDue(undefined, last)).toBe(true)
    expect(isUpdateDue(last, { at: 1_599n, priceWad: last.priceWad })).toBe(false)
    expect(isUpdateDue(last, { at: 1_600n, priceWad: last.priceWad })).toBe(true)
  })

  test.each([
    [1_940n, true],
    [1_941n, false],
    [2_059n, false],
    [2_060n, true],
  ])('behavior: at $%s, from $2,000', (dollars, isDue) => {
    expect(isUpdateDue(last, { at: 1_012n, priceWad: dollars * WAD })).toBe(isDue)
  })
})
