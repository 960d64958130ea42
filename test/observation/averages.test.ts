import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  average,
  averageFromStart,
  DEPTH_WEIGHT,
  VARIANCE_WEIGHT,
} from '../../observation/averages.ts'

const averageAll = (values: bigint[]) =>
  values.reduce(
    (before, value, index) => averageFromStart(before, value, BigInt(index + 1), DEPTH_WEIGHT),
    0n,
  )

describe('averageFromStart', () => {
  test('default: while young, the mean of all values, below it by less than one a value', () => {
    const values = fc.array(fc.bigInt(0n, 10n ** 19n), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(values, (list) => {
        const mean = list.reduce((sum, value) => sum + value, 0n) / BigInt(list.length)
        const got = averageAll(list)
        return got <= mean && got > mean - BigInt(list.length) - 1n
      }),
    )
  })

  test('behavior: the first value is the average, whatever was before', () => {
    expect(averageFromStart(0n, 77n, 1n, DEPTH_WEIGHT)).toBe(77n)
  })

  test.each([
    [DEPTH_WEIGHT, 5_040n],
    // 1 / (1 - 0.94^(1/24)) hours.
    [VARIANCE_WEIGHT, 389n],
  ])('behavior: from some count on the weight stays', (weight, count) => {
    const averageTo = (n: bigint) => averageFromStart(0n, 10n ** 30n, n, weight)
    expect(averageTo(count - 1n)).toBe(10n ** 30n / (count - 1n))
    expect(averageTo(count)).toBe((10n ** 30n * weight.part) / weight.whole)
    expect(averageTo(9n * count)).toBe(averageTo(count))
  })
})

test('average behavior: lags by less than the weight of one unit, above and below', () => {
  const settle = (from: bigint) => {
    let value = from
    for (let i = 0; i < 100_000; i += 1) value = average(value, 1_000_000n, DEPTH_WEIGHT)
    return value
  }
  expect(settle(2_000_000n)).toBe(1_000_000n)
  expect(settle(0n)).toBeGreaterThan(1_000_000n - 5_040n)
})
