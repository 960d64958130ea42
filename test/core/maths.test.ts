import { encodeErrorResult } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CoreAbortedError, loadCore } from '../../core/index.ts'
import { deployTwinContract, type TwinContract } from '../../verify/evm/twinContract.ts'
import { logUniform, nearPower } from '../generators/fields.ts'
import { Random, testSeed } from '../generators/random.ts'
import { exp2, expNeg, FRACTION_BITS, floorRoot, ONE } from '../oracle/fixedPoint.ts'

type Operands = readonly bigint[]
type Samples = (random: Random) => Operands

interface MathsExports {
  readonly quotientHigh: { readonly value: bigint }
  readonly powerHigh: { readonly value: bigint }
  readonly [name: string]: unknown
}

const U64 = { min: 0n, max: 2n ** 64n - 1n }
const U128 = { min: 0n, max: 2n ** 128n - 1n }
const EVM_SAMPLES = 150
const WASM_SAMPLES = 20_000
const seed = testSeed()

const high = (value: bigint): bigint => value >> 64n
const low = (value: bigint): bigint => BigInt.asUintN(64, value)
const join = (upper: bigint, lower: bigint): bigint => (low(upper) << 64n) | low(lower)

function anyOperand(random: Random, range: typeof U64): bigint {
  const roll = random.unit()
  if (roll < 0.6) return logUniform(random, range)
  return roll < 0.8 ? nearPower(random, range) : random.between(range.min, range.max)
}

/** Operands whose quotient fits; in a third of the cases without remainder. */
function mulDivOperands(random: Random, range: typeof U64): Operands {
  for (;;) {
    const [a, b, c] = [0, 1, 2].map(() => anyOperand(random, range)) as [bigint, bigint, bigint]
    const divisor = random.chance(1 / 3) ? random.pick([a, b, c]) : c
    if (divisor > 0n && (a * b) / divisor < range.max) return [a, b, divisor]
  }
}

/** Any operand of a root, in a third of the cases a perfect power or its neighbour. */
function rootOperand(random: Random, degree: number): Operands {
  if (random.chance(2 / 3)) return [anyOperand(random, U128)]
  const largest = floorRoot(U128.max, degree)
  const power = logUniform(random, { min: 1n, max: largest }) ** BigInt(degree)
  return [power - BigInt(random.below(2))]
}

const functions: Record<string, { sample: Samples; exact: (...operands: bigint[]) => bigint }> = {
  mulDivDown: {
    sample: (random) => mulDivOperands(random, U64),
    exact: (a, b, d) => (a * b) / d,
  },
  mulDivUp: {
    sample: (random) => mulDivOperands(random, U64),
    exact: (a, b, d) => (a * b + d - 1n) / d,
  },
  mulDivWideDown: {
    sample: (random) => mulDivOperands(random, U128),
    exact: (a, b, d) => (a * b) / d,
  },
  mulDivWideUp: {
    sample: (random) => mulDivOperands(random, U128),
    exact: (a, b, d) => (a * b + d - 1n) / d,
  },
  sqrtDown: { sample: (random) => rootOperand(random, 2), exact: (n) => floorRoot(n, 2) },
  cbrtDown: { sample: (random) => rootOperand(random, 3), exact: (n) => floorRoot(n, 3) },
  fourthRootDown: { sample: (random) => rootOperand(random, 4), exact: (n) => floorRoot(n, 4) },
}

/** Exponents of Q58 below 64: anywhere, and in runs of neighbours across whole numbers. */
function risingExponents(random: Random, count: number): bigint[] {
  const values = Array.from({ length: count }, () => {
    const start = random.chance(0.3)
      ? BigInt(random.below(64)) << 58n
      : logUniform(random, { min: 0n, max: U64.max - 8n })
    return [-2n, -1n, 0n, 1n, 2n].map((step) => start + step)
  }).flat()
  return [...new Set(values.filter((x) => x >= 0n))].sort((a, b) => (a < b ? -1 : 1))
}

const toOracle = (xQ58: bigint): bigint => xQ58 << (FRACTION_BITS - 58n)
const fromQ63 = (value: bigint): bigint => value << (FRACTION_BITS - 63n)

const engines = { wasm: WASM_SAMPLES, evm: EVM_SAMPLES }

describe.each(Object.entries(engines))('maths of %s', (name, samples) => {
  let twin: TwinContract | undefined
  let call: (functionName: string, operands: Operands) => Promise<bigint> | bigint

  beforeAll(async () => {
    if (name === 'wasm') {
      const raw = (await loadCore()).exports as unknown as MathsExports
      call = (functionName, operands) => callWasm(raw, functionName, operands)
    } else {
      const contract = await deployTwinContract()
      twin = contract
      // One function serves both widths there.
      call = (functionName, operands) =>
        contract.call(functionName.replace('Wide', ''), operands) as Promise<bigint>
    }
  }, 600_000)

  afterAll(() => twin?.close())

  test.each(Object.entries(functions))(
    'default: %s is exact for operands of every size',
    async (functionName, { sample, exact }) => {
      const random = new Random(seed)
      for (let i = 0; i < samples; i += 1) {
        const operands = sample(random)
        const result = await call(functionName, operands)
        if (result !== exact(...operands)) expect({ operands, result }).toBe(exact(...operands))
      }
    },
    60_000,
  )

  test('behavior: roots of the ends of the range', async () => {
    for (const [functionName, degree] of [
      ['sqrtDown', 2],
      ['cbrtDown', 3],
      ['fourthRootDown', 4],
    ] as const) {
      for (const n of [0n, 1n, 2n, U64.max, U64.max + 1n, U128.max - 1n, U128.max]) {
        expect(await call(functionName, [n]), `${functionName}(${n})`).toBe(floorRoot(n, degree))
      }
    }
  })

  test('default: exp2Down never exceeds 2^x, is short by less than 2^-52 of it, and never falls', async () => {
    let previous = 0n
    for (const x of risingExponents(new Random(seed + 1), samples / 10)) {
      const result = await call('exp2Down', [x])
      const real = exp2(toOracle(x))
      const short = real - fromQ63(result)
      expect(short >= 0n && short << 52n < real, `x = ${x}`).toBe(true)
      expect(result >= previous, `x = ${x}`).toBe(true)
      previous = result
    }
  }, 600_000)

  test('default: expNeg is within 2^-52 of e^-x and never rises', async () => {
    let previous = 2n ** 63n
    for (const x of risingExponents(new Random(seed + 2), samples / 10)) {
      const result = await call('expNeg', [x])
      const error = fromQ63(result) - expNeg(toOracle(x))
      expect((error < 0n ? -error : error) << 52n <= ONE, `x = ${x}`).toBe(true)
      expect(result <= previous, `x = ${x}`).toBe(true)
      previous = result
    }
  }, 600_000)

  test('behavior: whole exponents are exact', async () => {
    for (let whole = 0n; whole < 64n; whole += 1n) {
      expect(await call('exp2Down', [whole << 58n])).toBe(1n << (63n + whole))
    }
    expect(await call('expNeg', [0n])).toBe(1n << 63n)
  })

  test('error: a division by zero is refused', async () => {
    const refused = async () => await call('mulDivDown', [1n, 1n, 0n])
    const reason = twin
      ? encodeErrorResult({ abi: twin.abi, errorName: 'MulDivOverflow', args: [1n, 1n, 0n] })
      : CoreAbortedError
    await expect(refused()).rejects.toThrow(reason)
  })
})

describe('maths of both engines', () => {
  test('P-28 exp2Down and expNeg have the same bits', async () => {
    const raw = (await loadCore()).exports as unknown as MathsExports
    const twin = await deployTwinContract()
    for (const x of risingExponents(new Random(seed + 3), EVM_SAMPLES / 5)) {
      for (const functionName of ['exp2Down', 'expNeg']) {
        const expected = callWasm(raw, functionName, [x])
        expect(await twin.call(functionName, [x]), `${functionName}(${x})`).toBe(expected)
      }
    }
    await twin.close()
  }, 600_000)

  test('error: a quotient beyond 64 bits stops the 64-bit functions of the core', async () => {
    const raw = (await loadCore()).exports as unknown as MathsExports
    for (const functionName of ['mulDivDown', 'mulDivUp']) {
      expect(callWasm(raw, functionName, [U64.max, 3n, 3n])).toBe(U64.max)
      expect(() => callWasm(raw, functionName, [U64.max, 3n, 2n])).toThrow(CoreAbortedError)
    }
    // The quotient is 2^64 - 1 and a remainder: down it fits, up it does not.
    const divisor = 2n ** 63n + 5n
    const operands = [divisor + 1n, U64.max - 1n, divisor]
    expect(callWasm(raw, 'mulDivDown', operands)).toBe(U64.max)
    expect(() => callWasm(raw, 'mulDivUp', operands)).toThrow(CoreAbortedError)
  })
})

/** Calls a raw export: 128-bit operands cross as two words, 128-bit results partly in a global. */
function callWasm(raw: MathsExports, name: string, operands: Operands): bigint {
  const wide = /Wide|sqrt|cbrt|Root/.test(name)
  const words = wide ? operands.flatMap((operand) => [high(operand), low(operand)]) : operands
  const result = low((raw[name] as (...inputs: bigint[]) => bigint)(...words))
  if (name.startsWith('mulDivWide')) return join(raw.quotientHigh.value, result)
  return name === 'exp2Down' ? join(raw.powerHigh.value, result) : result
}
