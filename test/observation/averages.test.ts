import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  average,
  averageFromStart,
  DEPTH_WEIGHT,
  RunningAverage,
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

describe('RunningAverage', () => {
  test('default: from a voted figure on, every figure has the usual weight', () => {
    const depth = new RunningAverage(1_000_000n, DEPTH_WEIGHT)
    expect(depth.value).toBe(1_000_000n)
    // 5,040 above it: one up.
    expect(depth.add(1_005_040n)).toBe(1_000_001n)
    // Rounded towards minus infinity.
    expect(depth.add(1_000_000n)).toBe(1_000_000n)
    expect(depth.value).toBe(1_000_000n)
    const variance = new RunningAverage(10n ** 18n, VARIANCE_WEIGHT)
    for (let hour = 0; hour < 24; hour += 1) variance.add(0n)
    expect(Number(variance.value) / 1e18).toBeCloseTo(0.94, 12)
  })

  test('behavior: without one it starts at the first figure; while young, all figures count the same', () => {
    const average = new RunningAverage(0n, VARIANCE_WEIGHT)
    expect(average.value).toBeUndefined()
    expect([10n, 20n, 6n].map((figure) => average.add(figure))).toEqual([10n, 15n, 12n])
    // A measured 0 is a figure.
    const calm = new RunningAverage(0n, DEPTH_WEIGHT)
    expect([calm.add(0n), calm.value]).toEqual([0n, 0n])
  })
})
