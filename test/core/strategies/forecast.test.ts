import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadStrategies, type Strategies } from '../../../core/index.ts'
import { scaled, testSeed } from '../../generators/random.ts'
import { anyWithin, risingWithin } from '../../generators/strategies.ts'

const runs = { seed: testSeed(), numRuns: scaled(2_000) }
const MAX = 10n ** 22n
const variance = anyWithin(0n, MAX)
const rising = risingWithin(0n, MAX)

describe('forecasts of variance', () => {
  let strategies: Strategies

  beforeAll(async () => {
    strategies = await loadStrategies()
  })

  test('P-104 no forecast falls when one of its variances rises', () => {
    const series = fc.array(variance, { maxLength: 60 })
    const steps = anyWithin(1n, 86_400n)
    fc.assert(
      fc.property(series, rising, series, steps, (before, [low, high], after, stepsPerDay) => {
        const at = (value: bigint) =>
          strategies.averageVarianceWad([...before, value, ...after], stepsPerDay)
        expect(at(high)).toBeGreaterThanOrEqual(at(low))
      }),
      runs,
    )
    fc.assert(
      fc.property(rising, rising, rising, rising, (day, week, month, longRun) => {
        const at = (end: 0 | 1) =>
          strategies.harVarianceWad({
            dayWad: day[end],
            weekWad: week[end],
            monthWad: month[end],
            longRunWad: longRun[end],
          })
        expect(at(1)).toBeGreaterThanOrEqual(at(0))
      }),
      runs,
    )
    fc.assert(
      fc.property(rising, rising, (average, implied) => {
        const at = (end: 0 | 1) =>
          strategies.blendVarianceWad({ averageWad: average[end], impliedWad: implied[end] })
        expect(at(1)).toBeGreaterThanOrEqual(at(0))
      }),
      runs,
    )
  })

  test('P-104 variances that are all the same have that average', () => {
    const counts = fc.integer({ min: 1, max: 100 })
    fc.assert(
      fc.property(anyWithin(0n, 2n ** 53n), counts, anyWithin(1n, 50n), (value, count, steps) => {
        const series = Array.from({ length: count }, () => value)
        const average = strategies.averageVarianceWad(series, steps)
        const distance = average > value ? average - value : value - average
        expect(distance * 10n ** 12n).toBeLessThanOrEqual(value + 10n ** 12n)
      }),
      runs,
    )
  })

  test('behavior: more variances than fit into the first memory', () => {
    const series = Array.from({ length: 50_000 }, (_, step) => BigInt(step % 7))
    expect(strategies.averageVarianceWad(series, 1_440n)).toBe(2n)
    const option = { spotUsd6: 7n, strikeUsd6: 5n, varianceWad: 1n, timeToExpirySec: 0n }
    expect(strategies.priceOption(option).callUsd6).toBe(2n)
  })

  test('behavior: the blend stays within a quarter and four times the average', () => {
    const blend = (averageWad: bigint, impliedWad: bigint) =>
      strategies.blendVarianceWad({ averageWad, impliedWad })
    expect(blend(1_000n, 1_000n)).toBe(900n)
    expect(blend(1_000n, 0n)).toBe(500n)
    expect(blend(1_000n, 1_000_000n)).toBe(4_000n)
    expect(blend(0n, 1_000_000n)).toBe(0n)
  })
})
