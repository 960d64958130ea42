import { describe, expect, test } from 'vitest'
import { computeRealityCheck } from '../../../backtest/statistics/computeRealityCheck.ts'
import { createNormal, drawWorld } from '../support/createSeries.ts'

function checkWorld(normal: () => number, seed: bigint, edges: readonly number[]): number {
  const { benchmark, rules } = drawWorld(normal, seed, edges)
  return computeRealityCheck(benchmark, rules)
}

describe('computeRealityCheck', () => {
  test('P-115 where no rule is better, p is spread over 0 to 1', () => {
    const normal = createNormal(21n)
    const edges = [0, 0, 0, 0, 0, 0]
    const shares = Array.from({ length: 200 }, (_, world) =>
      checkWorld(normal, BigInt(world), edges),
    )
    const below = (limit: number) => shares.filter((p) => p < limit).length / shares.length
    expect(below(0.1)).toBeGreaterThan(0.04)
    expect(below(0.1)).toBeLessThan(0.2)
    expect(below(0.5)).toBeGreaterThan(0.4)
    expect(below(0.5)).toBeLessThan(0.63)
    expect(below(0.75)).toBeGreaterThan(0.65)
    expect(below(0.75)).toBeLessThan(0.87)
  })

  test('behavior: a rule that is better in truth is found, one that is worse is not', () => {
    const normal = createNormal(22n)
    expect(checkWorld(normal, 1n, [0, 0, 0.6])).toBeLessThan(0.01)
    expect(checkWorld(normal, 2n, [-0.6, -0.8])).toBeGreaterThan(0.9)
  })

  test('behavior: a small case by hand', () => {
    // Seen: the second rule is 3 better. Less what was seen, the draws are 1, 4, -1 and 3 at best.
    const benchmark = { point: 10, draws: Float64Array.of(10, 12, 9, 11) }
    const first = { point: 9, draws: Float64Array.of(8, 12, 9, 9) }
    const second = { point: 7, draws: Float64Array.of(7, 5, 7, 5) }
    expect(computeRealityCheck(benchmark, [first, second])).toBe(0.5)
  })
})
