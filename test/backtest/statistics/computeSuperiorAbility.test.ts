import { describe, expect, test } from 'vitest'
import { computeRealityCheck } from '../../../backtest/statistics/computeRealityCheck.ts'
import { computeSuperiorAbility } from '../../../backtest/statistics/computeSuperiorAbility.ts'
import { createNormal, drawWorld } from '../support/createSeries.ts'

describe('computeSuperiorAbility', () => {
  test('P-115 where no rule is better, a small p is as rare as it says', () => {
    const normal = createNormal(51n)
    const shares = Array.from({ length: 200 }, (_, world) => {
      const { benchmark, rules } = drawWorld(normal, BigInt(world), [0, 0, 0, 0, 0, 0])
      return computeSuperiorAbility(benchmark, rules, 150)
    })
    const below = (limit: number) => shares.filter((p) => p < limit).length / shares.length
    expect(below(0.1)).toBeGreaterThan(0.04)
    expect(below(0.1)).toBeLessThan(0.2)
    expect(below(0.5)).toBeGreaterThan(0.4)
    expect(below(0.5)).toBeLessThan(0.65)
  })

  test('behavior: poor rules beside a good one hide it from White, and not from Hansen', () => {
    const normal = createNormal(52n)
    let [white, hansen] = [0, 0]
    for (let world = 0; world < 40; world++) {
      const poor = Array.from({ length: 30 }, () => -3)
      const { benchmark, rules } = drawWorld(normal, BigInt(world), [0.25, ...poor])
      white += computeRealityCheck(benchmark, rules) / 40
      hansen += computeSuperiorAbility(benchmark, rules, 150) / 40
    }
    expect(hansen).toBeLessThan(0.5 * white)
  })

  test('behavior: nothing better has p 1, what is better in every draw has p 0', () => {
    const benchmark = { point: 10, draws: Float64Array.of(9, 11, 10, 10) }
    const shift = (by: number) => ({ point: 10 + by, draws: benchmark.draws.map((j) => j + by) })
    expect(computeSuperiorAbility(benchmark, [shift(0), shift(2)], 60)).toBe(1)
    expect(computeSuperiorAbility(benchmark, [shift(2), shift(-1)], 60)).toBe(0)
  })

  test('behavior: a small case by hand', () => {
    // An advantage of 2 with draws of 2 + 2, 2 - 2, 2 + 2, 2 - 2: one standard error. Half of the centered draws are as large.
    const benchmark = { point: 10, draws: Float64Array.of(10, 10, 10, 10) }
    const rule = { point: 8, draws: Float64Array.of(6, 10, 6, 10) }
    expect(computeSuperiorAbility(benchmark, [rule], 60)).toBe(0.5)
  })
})
