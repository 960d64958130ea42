import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logRatio } from '../../core/logRatio.ts'
import { lnRatio } from '../strategy/support/oracle.ts'

const price = fc.integer({ min: 1, max: 2 ** 53 - 1 })
const isNear = (got: number, exact: number) => Math.abs(got - exact) <= 2 ** -50 * Math.abs(exact)

describe('logRatio', () => {
  test('default: within 2^-50 of the real value, for any two prices', () => {
    fc.assert(
      fc.property(price, price, (a, b) => isNear(logRatio(a, b), lnRatio(a, b))),
      {
        numRuns: 2_000,
      },
    )
  })

  test('default: as exact for a small move, where the quotient of the prices is not', () => {
    const move = fc.integer({ min: -100_000, max: 100_000 })
    fc.assert(
      fc.property(fc.integer({ min: 1e9, max: 1e13 }), move, (b, d) =>
        isNear(logRatio(b + d, b), lnRatio(b + d, b)),
      ),
    )
  })

  test('behavior: the ends of its domain', () => {
    expect(isNear(logRatio(1e300, 1e-300), lnRatio(1e300, 1e-300))).toBe(true)
    expect(isNear(logRatio(1e-300, 1e300), lnRatio(1e-300, 1e300))).toBe(true)
    expect(logRatio(7, 7)).toBe(0)
  })

  test('behavior: the two directions differ by their sign alone', () => {
    const near = fc.integer({ min: 1_000, max: 1_400 })
    fc.assert(fc.property(near, near, (a, b) => logRatio(a, b) + logRatio(b, a) === 0))
  })

  test.each([
    [0, 1],
    [1, 0],
    [-1, 1],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
  ])('error: %d over %d is not a number', (a, b) => {
    expect(logRatio(a, b)).toBeNaN()
  })
})
