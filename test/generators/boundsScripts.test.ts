import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyBounds, usedAt } from '../oracle/bounds.ts'
import { type ParameterField, parameterFields } from '../oracle/domain.ts'
import { anyScript, anywhereCase, followUp } from './boundsScripts.ts'
import { testSeed } from './random.ts'

describe('boundsScripts', () => {
  test('behavior: every limit binds for every field, and nothing binds at times', () => {
    const cases = fc.sample(anywhereCase, { seed: testSeed(), numRuns: 3_000 })
    const outcomes = cases.map(applyBounds)
    for (const field of parameterFields) {
      for (const limit of ['none', 'step', 'budget', 'cooldown', 'min', 'max', 'epoch'] as const) {
        const share = outcomes.filter(({ limits }) => limits[field] === limit).length / 3_000
        expect(share, `${field} ${limit}`).toBeGreaterThan(0.005)
      }
    }
  })

  test('behavior: scripts loosen again and again, with the budget half used', () => {
    let loosenings = 0
    let partlyUsed = 0
    for (const { first, later } of fc.sample(anyScript, { seed: testSeed(), numRuns: 500 })) {
      let input = first
      for (const step of later) {
        const outcome = applyBounds(input)
        if (outcome.loosening.lastAt !== input.loosening.lastAt) loosenings += 1
        input = followUp(input, outcome, step)
        const isPartlyUsed = (field: ParameterField): boolean => {
          const used = usedAt(field, input)
          return used > 0n && used < input.bounds.budget[field]
        }
        if (parameterFields.some(isPartlyUsed)) partlyUsed += 1
      }
    }
    expect(loosenings).toBeGreaterThan(500)
    expect(partlyUsed).toBeGreaterThan(500)
  })
})
