import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cubeRoot } from '../../strategy/cubeRoot.ts'
import { cubeError } from './support/oracle.ts'

describe('cubeRoot', () => {
  test('default: within 2^-50 of the real value', () => {
    const share = fc.double({ min: 1e-12, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(share, (x) => Math.abs(cubeError(cubeRoot(x), x)) <= 3 * 2 ** -50),
      { numRuns: 2_000 },
    )
  })

  test('behavior: exact for small cubes, and 0 of 0', () => {
    expect([0, 1, 8, 27, 1 / 64].map(cubeRoot)).toEqual([0, 1, 2, 3, 1 / 4])
  })

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('error: none of %d', (x) => {
    expect(cubeRoot(x)).toBeNaN()
  })
})
