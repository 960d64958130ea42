import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadCore } from '../../core/index.ts'
import { logUniform, nearPower } from '../generators/fields.ts'
import { Random, testSeed } from '../generators/random.ts'
import { exp2, FRACTION_BITS, floorRoot, ONE, toFixedPoint } from '../oracle/fixedPoint.ts'
import type { Rational } from '../oracle/rational.ts'
import { BIAS, largestReal, SIGNIFICAND_BITS, toFraction } from '../oracle/reals.ts'

const SAMPLES = 20_000
const U64_MAX = 2n ** 64n - 1n
const seed = testSeed()

/** A Real between 2^-spread and 2^spread; one in twenty is zero, some have few bits. */
function anyReal(random: Random, spread: number): bigint {
  if (random.chance(0.05)) return 0n
  const top = 1n << (SIGNIFICAND_BITS - 1n)
  const roll = random.unit()
  const tail =
    roll < 0.6
      ? random.between(0n, top - 1n)
      : roll < 0.8
        ? random.pick([0n, 1n, top - 1n, top - 2n])
        : (1n << BigInt(random.below(52))) - 1n
  const exponent = BIAS - 52n + BigInt(random.below(2 * spread + 1) - spread)
  return (exponent << SIGNIFICAND_BITS) | top | tail
}

/** The same Real, or one of the next two unless they have another exponent. */
function neighbour(random: Random, real: bigint): bigint {
  const next = real + BigInt(random.below(3))
  return real !== 0n && next >> SIGNIFICAND_BITS === real >> SIGNIFICAND_BITS ? next : real
}

const anyUint = (random: Random, max: bigint): bigint =>
  random.chance(0.7) ? logUniform(random, { min: 0n, max }) : nearPower(random, { min: 0n, max })

/** The largest Real not above the root, decided on exact integers. */
function largestSqrt({ num, den }: Rational): bigint {
  // A root rounded down to so many bits cannot cross a Real: Reals have far fewer.
  const scale = 1200n
  const root = floorRoot((num << (scale * 2n)) / den, 2)
  return largestReal({ num: root, den: 1n << scale })
}

describe('Real', () => {
  let raw: Record<string, (...operands: bigint[]) => bigint>

  beforeAll(async () => {
    raw = (await loadCore()).exports as unknown as typeof raw
  })

  const call = (name: string, ...operands: bigint[]): bigint =>
    BigInt.asUintN(64, (raw[name] as (typeof raw)[string])(...operands))

  function checkPairs(
    name: string,
    exact: (a: Rational, b: Rational) => Rational,
    allowed: (b: bigint) => boolean = () => true,
  ): void {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES; i += 1) {
      const a = anyReal(random, 300)
      const b = random.chance(0.5) ? anyReal(random, 300) : neighbour(random, a)
      if (!allowed(b)) continue
      const expected = largestReal(exact(toFraction(a), toFraction(b)))
      if (call(name, a, b) !== expected) expect([a, b, call(name, a, b)]).toBe(expected)
    }
  }

  test('default: realMulDown is the largest Real not above the product', () => {
    checkPairs('realMulDown', (a, b) => ({ num: a.num * b.num, den: a.den * b.den }))
  })

  test('default: realDivDown is the largest Real not above the quotient', () => {
    checkPairs(
      'realDivDown',
      (a, b) => ({ num: a.num * b.den, den: a.den * b.num }),
      (b) => b !== 0n,
    )
  })

  test('default: realAddDown is the largest Real not above the sum', () => {
    checkPairs('realAddDown', (a, b) => ({
      num: a.num * b.den + b.num * a.den,
      den: a.den * b.den,
    }))
  })

  test('default: realSubDown is the largest Real not above the difference', () => {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES; i += 1) {
      const one = anyReal(random, random.chance(0.5) ? 3 : 100)
      const other = random.chance(0.5) ? anyReal(random, 3) : neighbour(random, one)
      const [a, b] = one > other ? [one, other] : [other, one]
      const [large, small] = [toFraction(a), toFraction(b)]
      const expected = largestReal({
        num: large.num * small.den - small.num * large.den,
        den: large.den * small.den,
      })
      if (call('realSubDown', a, b) !== expected) expect([a, b]).toBe(expected)
    }
  })

  test('default: realShift multiplies by a power of two', () => {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES / 4; i += 1) {
      const a = anyReal(random, 300)
      const { num, den } = toFraction(a)
      expect(call('realShift', a, 176n)).toBe(largestReal({ num: num << 176n, den }))
    }
  })

  test('default: realSqrtDown is the largest Real not above the root', () => {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES / 4; i += 1) {
      const a = anyReal(random, 300)
      expect(call('realSqrtDown', a), `${a}`).toBe(largestSqrt(toFraction(a)))
    }
  })

  test('default: realFromUintDown is the largest Real not above the integer', () => {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES; i += 1) {
      const n = anyUint(random, U64_MAX)
      expect(call('realFromUintDown', n)).toBe(largestReal({ num: n, den: 1n }))
    }
  })

  test('default: realFromProductDown is the largest Real not above the product of integers', () => {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES; i += 1) {
      const [a, b] = [anyUint(random, U64_MAX), anyUint(random, U64_MAX)]
      expect(call('realFromProductDown', a, b)).toBe(largestReal({ num: a * b, den: 1n }))
    }
  })

  test('default: realFromFixedProductDown is the largest Real not above a product over a power of two', () => {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES; i += 1) {
      const words = anyUint(random, 2n ** 128n - 1n)
      const bits = BigInt(random.below(64))
      const factor = anyUint(random, U64_MAX)
      const operands = [words >> 64n, words & U64_MAX, factor, bits] as const
      const expected = largestReal({ num: words * factor, den: 1n << bits })
      expect(call('realFromFixedProductDown', ...operands), `${operands}`).toBe(expected)
    }
  })

  test('default: realToUintDown and realToUintUp are the integers around a Real', () => {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES; i += 1) {
      const a = anyReal(random, 60)
      const { num, den } = toFraction(a)
      if (num >= den << SIGNIFICAND_BITS) continue
      expect(call('realToUintDown', a), `${a}`).toBe(num / den)
      expect(call('realToUintUp', a), `${a}`).toBe((num + den - 1n) / den)
    }
  })

  test('default: realToQ58Down scales by 2^58 and stops at the largest lane', () => {
    const random = new Random(seed)
    for (let i = 0; i < SAMPLES; i += 1) {
      const a = anyReal(random, 80)
      const { num, den } = toFraction(a)
      const scaled = (num << 58n) / den
      expect(call('realToQ58Down', a), `${a}`).toBe(scaled > U64_MAX ? U64_MAX : scaled)
    }
  })

  test('default: realExp2Down never exceeds 2^x, is short by less than 2^-51 of it, never falls', () => {
    const random = new Random(seed)
    const exponents = Array.from({ length: SAMPLES / 4 }, () => anyUint(random, U64_MAX))
    let previous = 0n
    for (const x of exponents.sort((a, b) => (a < b ? -1 : 1))) {
      const result = call('realExp2Down', x)
      const { num, den } = toFraction(result)
      const real = exp2(x << (FRACTION_BITS - 58n))
      const short = real * den - num * ONE
      expect(short >= 0n && short << 51n < real * den, `x = ${x}`).toBe(true)
      expect(result >= previous, `x = ${x}`).toBe(true)
      previous = result
    }
  })
})

describe('the constants of the model', () => {
  const YEAR_SEC = 31_557_600n
  const WAD = 10n ** 18n
  const PIPS = 10n ** 6n
  const E4 = 10n ** 4n
  const meanings: Record<string, bigint> = {
    REAL_PIPS: PIPS,
    REAL_WAD: WAD,
    REAL_THREE: 3n,
    REAL_MAX_INTERVAL_SEC: 2n ** 32n - 1n,
    REAL_MAX_GUARD_PIPS: 4n * PIPS,
    REAL_GAP_SCALE: YEAR_SEC * WAD * E4 ** 2n,
    REAL_GUARD_SCALE: (YEAR_SEC * WAD * E4 ** 2n) / PIPS ** 2n,
    REAL_HORIZON_COST: YEAR_SEC * WAD * E4,
    REAL_HORIZON_GAS: 2n * YEAR_SEC * 10n ** 16n,
    REAL_IMPACT_SCALE: 8n * YEAR_SEC * WAD * E4,
    REAL_GAS_SCALE: YEAR_SEC ** 4n * 10n ** 68n,
    REAL_COST_SCALE: floorRoot(YEAR_SEC ** 9n * (12n * 10n ** 82n) ** 2n, 2),
  }

  const files = {
    wasm: ['bands', 'costs', 'gap', 'pace'].map((name) => `assembly/${name}.ts`),
    evm: ['BandLib', 'CostLib', 'GapLib', 'PaceLib'].map(
      (name) => `contracts/libraries/${name}.sol`,
    ),
  }

  test.each(Object.entries(files))(
    'behavior: the Reals of %s are what their names say',
    (_, paths) => {
      const declarations = paths.flatMap((path) => {
        const source = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
        return [...source.matchAll(/const(?:ant)? (REAL_\w+)\b.*?(0x[0-9a-f_]+)/g)]
      })
      const found = declarations.map(
        ([, name, digits]) =>
          [name as string, BigInt((digits as string).replaceAll('_', ''))] as const,
      )
      for (const [name, value] of found) {
        expect(value, name).toBe(largestReal({ num: meanings[name] as bigint, den: 1n }))
      }
      expect(new Set(found.map(([name]) => name))).toEqual(new Set(Object.keys(meanings)))
    },
  )

  test('behavior: the ninth roots of the EVM are what their comment says', () => {
    const source = readFileSync(
      new URL('../../contracts/libraries/BandLib.sol', import.meta.url),
      'utf8',
    )
    const read = (name: string) =>
      BigInt((new RegExp(`${name} = (0x[0-9a-f]+)`).exec(source) as RegExpExecArray)[1] as string)
    const table = read('NINTH_ROOTS')
    const ninth = (j: bigint) => exp2(toFixedPoint({ num: j, den: 9n }))
    for (let j = 0n; j < 9n; j += 1n) {
      expect((table >> (28n * j)) & 0xfff_ffffn).toBe(ninth(j) >> (FRACTION_BITS - 27n))
    }
    const slope = (ninth(1n) - ONE) >> (FRACTION_BITS - 64n)
    const error = read('NINTH_SLOPE_Q64') - slope
    expect(error < 2n ** 16n && error > -(2n ** 16n)).toBe(true)
  })
})
