import { describe, expect, test } from 'vitest'
import { computeOverfitting } from '../../../backtest/statistics/computeOverfitting.ts'
import { createLeaning, createNormal, createTable } from '../support/createSeries.ts'

function computeWorld(normal: () => number, edges: readonly number[]): number {
  const losses = edges.map((edge) => createLeaning(normal, 160, 20 - edge, 0))
  return computeOverfitting(
    createTable(losses),
    edges.map((_, index) => index),
  )
}

describe('computeOverfitting', () => {
  test('P-116 about a half where chance alone ranks the rules', () => {
    const normal = createNormal(31n)
    for (const edges of [
      [0, 0, 0, 0],
      [0, 0, 0],
    ]) {
      const worlds = Array.from({ length: 16 }, () => computeWorld(normal, edges))
      const mean = worlds.reduce((sum, share) => sum + share, 0) / worlds.length
      expect(mean).toBeGreaterThan(0.3)
      expect(mean).toBeLessThan(0.7)
    }
  })

  test('P-116 near 0 where one rule is better in truth', () => {
    const normal = createNormal(32n)
    expect(computeWorld(normal, [0, 0, 0, 1])).toBeLessThan(0.01)
  })

  test('behavior: near 1 where the best of a half is always the worst of the other', () => {
    // Rule 0 is better by so much in one block that only the half with it picks rule 0.
    const first = Array.from({ length: 32 }, (_, day) => (day < 2 ? -1_000 : 10))
    const second = Array.from({ length: 32 }, () => 0)
    expect(computeOverfitting(createTable([first, second]), [0, 1])).toBe(1)
  })

  test('behavior: rules that do the same are told apart by chance alone: a half', () => {
    const same = Array.from({ length: 32 }, (_, day) => day)
    expect(computeOverfitting(createTable([same, same]), [0, 1])).toBe(0.5)
  })
})
