import { describe, expect, test } from 'vitest'
import { computePrice } from '../../market/tickPrice.ts'

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
