import fc from 'fast-check'
import { expect, test } from 'vitest'
import { floorDiv, floorRoot, median } from '../../observation/integerMath.ts'

test('floorRoot default: the largest integer whose power is not above the value', () => {
  const cases = fc.tuple(fc.bigInt(0n, 2n ** 400n), fc.constantFrom(2n, 5n))
  fc.assert(
    fc.property(cases, ([value, degree]) => {
      const root = floorRoot(value, degree)
      return root ** degree <= value && (root + 1n) ** degree > value
    }),
  )
  fc.assert(fc.property(fc.bigInt(0n, 2n ** 80n), (root) => floorRoot(root ** 5n, 5n) === root))
})

test('floorDiv behavior: rounds towards minus infinity', () => {
  const cases: [bigint, bigint, bigint][] = [
    [7n, 2n, 3n],
    [-7n, 2n, -4n],
    [-8n, 2n, -4n],
    [0n, 2n, 0n],
  ]
  for (const [a, b, quotient] of cases) expect(floorDiv(a, b)).toBe(quotient)
})

test('median default: the middle one, the order does not matter', () => {
  expect(median([9n, 1n, 5n])).toBe(5n)
  expect(median([100n, 20n, 3n, 20n, 1n])).toBe(20n)
  expect(median([4n])).toBe(4n)
})
