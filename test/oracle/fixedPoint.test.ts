import { describe, expect, test } from 'vitest'
import { logUniform } from '../generators/fields.ts'
import { Random, testSeed } from '../generators/random.ts'
import { exp2, expNeg, floorRoot, ONE, power, rootOf } from './fixedPoint.ts'
import { compare, formatDecimal, parseDecimal } from './rational.ts'
import { agreesTo } from './tolerance.ts'

const asFraction = (value: bigint) => ({ num: value, den: ONE })

describe('floorRoot', () => {
  test('default: root^degree <= n < (root + 1)^degree, for all sizes and degrees', () => {
    const random = new Random(testSeed())
    for (let i = 0; i < 3000; i += 1) {
      const n = logUniform(random, { min: 0n, max: 2n ** 128n })
      const wide = n ** BigInt(1 + random.below(8))
      for (const degree of [2, 3, 4]) {
        const root = floorRoot(wide, degree)
        expect(root ** BigInt(degree) <= wide).toBe(true)
        expect((root + 1n) ** BigInt(degree) > wide).toBe(true)
      }
    }
  })

  test('behavior: perfect powers and their neighbours', () => {
    for (const degree of [2, 3, 4]) {
      for (const base of [1n, 2n, 3n, 2n ** 53n + 1n, 2n ** 64n - 1n, 10n ** 40n]) {
        const power = base ** BigInt(degree)
        expect(floorRoot(power, degree)).toBe(base)
        expect(floorRoot(power - 1n, degree)).toBe(base - 1n)
      }
    }
    expect(floorRoot(0n, 3)).toBe(0n)
  })

  test('error: a negative number has no root', () => {
    expect(() => floorRoot(-1n, 2)).toThrow(RangeError)
  })
})

describe('rootOf', () => {
  test('default: known digits of irrational roots', () => {
    const two = { num: 2n, den: 1n }
    expect(formatDecimal(asFraction(rootOf(two, 2)), 40)).toBe(
      '1.4142135623730950488016887242096980785696',
    )
    expect(formatDecimal(asFraction(rootOf(two, 3)), 40)).toBe(
      '1.2599210498948731647672106072782283505702',
    )
  })
})

describe('power', () => {
  test('default: the same as multiplying again and again, up to the cap', () => {
    const base = (ONE * 9n) / 8n
    expect(power(base, 0n, 100n * ONE)).toBe(ONE)
    expect(power(base, 5n, 100n * ONE)).toBe((ONE * 9n ** 5n) / 8n ** 5n)
    expect(power(base, 4_096n, 100n * ONE)).toBe(100n * ONE)
    expect(power(3n * ONE, 7n, ONE << 16n)).toBe(2187n * ONE)
  })
})

describe('exp2', () => {
  test('default: its square at x / 2 is its value at x, to 75 digits', () => {
    const random = new Random(testSeed())
    for (let i = 0; i < 500; i += 1) {
      const x = random.between(0n, ONE) * 40n - ONE * 8n
      const half = asFraction(exp2(x / 2n))
      const square = { num: half.num ** 2n, den: half.den ** 2n }
      expect(agreesTo(75, square, asFraction(exp2(x)))).toBe(true)
    }
  })

  test('behavior: whole exponents are exact', () => {
    for (const whole of [-5n, -1n, 0n, 1n, 32n]) {
      const expected = whole < 0n ? ONE >> -whole : ONE << whole
      expect(exp2(whole * ONE)).toBe(expected)
    }
  })

  test('behavior: 2^(1/2) is the square root of two', () => {
    const root = asFraction(rootOf({ num: 2n, den: 1n }, 2))
    expect(agreesTo(79, asFraction(exp2(ONE / 2n)), root)).toBe(true)
  })
})

describe('expNeg', () => {
  test('default: known digits of 1 / e and of e^-20', () => {
    expect(formatDecimal(asFraction(expNeg(ONE)), 40)).toBe(
      '0.3678794411714423215955237701614608674458',
    )
    const small = parseDecimal('2.061153622438557827965940380155820976e-9')
    expect(agreesTo(35, asFraction(expNeg(20n * ONE)), small)).toBe(true)
  })

  test('behavior: nothing to lose at 0, next to nothing left at 400', () => {
    expect(expNeg(0n)).toBe(ONE)
    expect(expNeg(400n * ONE)).toBe(0n)
  })
})

describe('fractions', () => {
  test('default: decimals are read without rounding', () => {
    expect(compare(parseDecimal('12.50'), { num: 25n, den: 2n })).toBe(0)
    expect(compare(parseDecimal('1.5e3'), { num: 1500n, den: 1n })).toBe(0)
    expect(compare(parseDecimal('2e-2'), { num: 1n, den: 50n })).toBe(0)
    expect(compare(parseDecimal('0.1'), { num: 1n, den: 9n })).toBe(-1)
  })

  test('error: what is not a decimal is refused', () => {
    expect(() => parseDecimal('1,5')).toThrow('not a decimal number: 1,5')
  })
})
