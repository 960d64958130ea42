import { beforeAll, describe, expect, test } from 'vitest'
import { loadWasm } from '../../../core/loadWasm.ts'
import { Random, scaled, testSeed } from '../../generators/random.ts'
import { expNeg, FRACTION_BITS, floorRoot, ONE } from '../../oracle/fixedPoint.ts'

/** arctan(1 / n) in fixed point, by its series. */
function arctanOfInverse(n: bigint): bigint {
  let sum = 0n
  let power = ONE / n
  for (let odd = 1n; power > 0n; odd += 2n) {
    sum += (odd % 4n === 1n ? power : -power) / odd
    power /= n * n
  }
  return sum
}

/** pi = 16 arctan(1/5) - 4 arctan(1/239): Machin 1706. */
const pi = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n)
const rootOfTwoPi = floorRoot((2n * pi) << FRACTION_BITS, 2)

/** A float, exactly: it has at most 52 bits behind the point here. */
const exact = (a: number): bigint => BigInt(a * 2 ** 52) << (FRACTION_BITS - 52n)

const multiply = (a: bigint, b: bigint): bigint => (a * b) >> FRACTION_BITS

const density = (a: bigint): bigint => (expNeg(multiply(a, a) / 2n) << FRACTION_BITS) / rootOfTwoPi

/** 1/2 - phi(a) (a + a^3/3 + a^5/15 + ...) */
function upperTail(a: bigint): bigint {
  const square = multiply(a, a)
  let sum = 0n
  let term = a
  for (let odd = 3n; term > 0n; odd += 2n) {
    sum += term
    term = multiply(term, square) / odd
  }
  return ONE / 2n - multiply(density(a), sum)
}

describe('the normal distribution', () => {
  let raw: Record<'upperTail' | 'density', (a: number) => number>

  beforeAll(async () => {
    const url = new URL('../../../build/core/strategies.wasm', import.meta.url)
    const { exports } = await loadWasm(url, 'strategies', () => undefined)
    raw = exports as unknown as typeof raw
  })

  const cases = [
    ['upperTail', upperTail],
    ['density', density],
  ] as const

  test.each(cases)('default: %s is met within 1e-15 + 2e-16 a^2 of it', (name, oracle) => {
    const random = new Random(testSeed())
    for (let i = 0; i < scaled(500); i += 1) {
      const a = Math.round(random.unit() * random.pick([1, 5, 12]) * 2 ** 48) / 2 ** 48
      const real = oracle(exact(a))
      // As fixed point of twice the digits: the figure may be as small as 1e-32.
      const got = BigInt(Math.round(raw[name](a) * 2 ** 160)) << (FRACTION_BITS - 160n)
      const distance = got > real ? got - real : real - got
      const allowed = BigInt(Math.ceil((1e-15 + 2e-16 * a * a) * 1e20))
      expect(distance * 10n ** 20n, `${name}(${a})`).toBeLessThanOrEqual(real * allowed)
    }
  })

  test('behavior: ends at 0 without a value that is no number', () => {
    for (const a of [39, 40, 41, 1e10, 1e300, Number.POSITIVE_INFINITY]) {
      expect(raw.upperTail(a)).toBe(0)
      expect(raw.density(a)).toBe(0)
    }
    expect(raw.upperTail(0)).toBeCloseTo(0.5, 15)
  })
})
