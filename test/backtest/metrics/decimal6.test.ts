import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  divideToUnits,
  formatUnits6,
  parseDecimal6,
  rootToUnits,
  toDecimal6,
} from '../../../backtest/metrics/decimal6.ts'

describe('decimal6', () => {
  test('default: six digits after the point, half up', () => {
    expect(formatUnits6(divideToUnits(1n, 3n))).toBe('0.333333')
    expect(formatUnits6(divideToUnits(2n, 3n))).toBe('0.666667')
    expect(formatUnits6(divideToUnits(-2n, 3n))).toBe('-0.666667')
    expect(formatUnits6(divideToUnits(1n, 2_000_000n))).toBe('0.000001')
    expect(formatUnits6(divideToUnits(-1n, 2_000_000n))).toBe('0.000000')
    expect(formatUnits6(divideToUnits(-12n, 1n))).toBe('-12.000000')
    expect(toDecimal6(-0.0000004)).toBe('0.000000')
    expect(toDecimal6(1234.5678915)).toBe('1234.567892')
  })

  test('behavior: a root is the nearest, also of numbers that no double holds', () => {
    expect(formatUnits6(rootToUnits(2n, 1n))).toBe('1.414214')
    expect(formatUnits6(rootToUnits(0n, 7n))).toBe('0.000000')
    const arbitrary = fc.tuple(fc.bigInt(0n, 10n ** 30n), fc.bigInt(1n, 10n ** 12n))
    fc.assert(
      fc.property(arbitrary, ([numerator, denominator]) => {
        const units = rootToUnits(numerator, denominator)
        const value = numerator * 10n ** 12n
        expect((2n * units - 1n) ** 2n * denominator <= 4n * value || units === 0n).toBe(true)
        expect((2n * units + 1n) ** 2n * denominator > 4n * value).toBe(true)
      }),
    )
  })

  test('behavior: text and units are the same number', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), (units) => {
        expect(parseDecimal6(formatUnits6(units))).toBe(units)
      }),
    )
  })
})
