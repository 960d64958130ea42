import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../backtest/statistics/createRandom.ts'
import {
  computeMeanBlock,
  computeStretch,
  drawDays,
  drawIntervals,
} from '../../../backtest/statistics/drawIntervals.ts'
import { createLeaning, createNormal, createTable } from '../support/createSeries.ts'

describe('drawIntervals', () => {
  test('P-114 an interval of 90 % holds the truth about nine times in ten', () => {
    for (const { lean, days, holdingDays } of [
      { lean: 0, days: 200, holdingDays: 0 },
      { lean: 0.5, days: 200, holdingDays: 0 },
      { lean: 0, days: 60, holdingDays: 0 },
      { lean: 0.9, days: 400, holdingDays: 30 },
    ]) {
      const normal = createNormal(11n)
      let held = 0
      const worlds = 200
      for (let world = 0; world < worlds; world++) {
        const table = createTable([createLeaning(normal, days, 50, lean)])
        const settings = {
          table,
          seed: BigInt(world),
          holdingSec: holdingDays * 86_400,
          draws: 200,
        }
        const [low, high] = drawIntervals(settings).interval(0)
        if (Number(low) <= 50 && Number(high) >= 50) held++
      }
      expect(held / worlds).toBeGreaterThan(0.77)
      expect(held / worlds).toBeLessThan(0.95)
    }
  })

  test('P-114 pairing sees a small difference under a large common swing', () => {
    const normal = createNormal(12n)
    const common = createLeaning(normal, 200, 50, 0.3).map((value) => 20 * value)
    const better = common.map((value) => value - 1 + 0.2 * normal())
    const settings = { seed: 3n, holdingSec: 0, draws: 500 }
    const intervals = drawIntervals({ table: createTable([better, common]), ...settings })
    const [low, high] = intervals.difference(0, 1)
    expect(Math.abs((Number(low) + Number(high)) / 2 + 1)).toBeLessThan(0.05)
    expect(Number(high) - Number(low)).toBeLessThan(0.2)
    // The rules apart are not told from each other.
    expect(Number(intervals.interval(0)[1])).toBeGreaterThan(Number(intervals.interval(1)[0]))
  })

  test('behavior: blocks last ten days in the mean, or twice the time that a position is held', () => {
    expect(computeMeanBlock(0)).toBe(10)
    expect(computeMeanBlock(5 * 86_400)).toBe(10)
    expect(computeMeanBlock(30 * 86_400)).toBe(60)
    const { nextUnit } = createRandom(5n)
    const picked = new Int32Array(1_000)
    let [blocks, days] = [0, 0]
    for (let draw = 0; draw < 100; draw++) {
      drawDays(picked, 10, nextUnit)
      picked.forEach((day, index) => {
        days++
        if (index === 0 || day !== ((picked[index - 1] as number) + 1) % 1_000) blocks++
      })
    }
    expect(days / blocks).toBeGreaterThan(9.5)
    expect(days / blocks).toBeLessThan(10.5)
  })

  test('behavior: a draw weighs days by their net value, as J does', () => {
    const table = {
      count: 2,
      lossUsd6: [Float64Array.of(10, 0)],
      navSecondsUsd6: [Float64Array.of(10_000 * 31_557_600, 3 * 10_000 * 31_557_600)],
    }
    const { points, draws } = drawIntervals({ table, seed: 1n, holdingSec: 0, draws: 50 })
    expect(points[0]).toBe(2.5)
    // Days of two draw half as wide as the truth, or less: 1 - (1 + 2 / 2 * 0.9) / 2.
    const stretch = computeStretch(2, 10)
    expect(stretch).toBeCloseTo(1 / Math.sqrt(0.05), 12)
    const unstretched = draws[0]?.map((j) => Math.round((2.5 + (j - 2.5) / stretch) * 1e9) / 1e9)
    expect(new Set(unstretched)).toEqual(new Set([10, 2.5, 0]))
  })

  test('behavior: one day has an interval of its own', () => {
    const table = createTable([[7]])
    const { interval } = drawIntervals({ table, seed: 1n, holdingSec: 0, draws: 20 })
    expect(interval(0)).toEqual(['7.000000', '7.000000'])
  })
})
