import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exponential } from '../../strategy/exponential.ts'
import { lnRatio } from './support/oracle.ts'

describe('exponential', () => {
  test('default: within 2^-44 of the real value', () => {
    const power = fc.double({ min: 0, max: 4, noNaN: true })
    fc.assert(
      fc.property(power, (x) => Math.abs(lnRatio(exponential(x), 1) - x) <= 2 ** -44),
      { numRuns: 500 },
    )
  })

  test('behavior: 1 at 0, e at 1', () => {
    expect(exponential(0)).toBe(1)
    expect(exponential(1)).toBeCloseTo(Math.E, 13)
  })

  test.each([-0.1, 4.1, Number.NaN])('error: none of %d', (x) => {
    expect(exponential(x)).toBeNaN()
  })
})
