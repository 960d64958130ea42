import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computePrice, floorDiv, floorRoot, median } from '../../../stack/scenario/integerMath.ts'

describe('computePrice', () => {
  test.each([0n, 1n, 2n, 10_000n, 201_841n])('default: the exact power, tick %s', (tick) => {
    const { numerator, denominator } = computePrice(tick)
    const exact = 10_001n ** tick * denominator
    const got = 10_000n ** tick * numerator
    expect(got <= exact).toBe(true)
    expect((exact - got) * 2n ** 170n <= exact).toBe(true)
  })

  test('default: the highest tick, as the product of two lower ones', () => {
    const [a, b, whole] = [400_000n, 487_272n, 887_272n].map(computePrice)
    if (!a || !b || !whole) throw new Error('three prices')
    const product = (a.numerator * b.numerator) / b.denominator
    const gap = product - whole.numerator
    expect((gap < 0n ? -gap : gap) * 2n ** 168n < product).toBe(true)
  })

  test('behavior: a tick below 0 is the inverse', () => {
    const { numerator, denominator } = computePrice(201_841n)
    expect(computePrice(-201_841n)).toEqual({ numerator: denominator, denominator: numerator })
  })
})

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
