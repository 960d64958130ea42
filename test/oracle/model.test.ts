import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Observation, type ParameterField, type Policy, parameterFields } from './domain.ts'
import { evaluate } from './model.ts'
import { formatDecimal, parseDecimal } from './rational.ts'
import { agreesTo, withinTolerance } from './tolerance.ts'
import { readVectors } from './vectors.ts'

const usual: { observation: Observation; policy: Policy } = {
  observation: {
    baseFeePerGas: 10n ** 10n,
    gasUsedRatioPips: 500_000n,
    nativePriceUsd6: 2_000_000_000n,
    depthUsd6: 10n ** 13n,
    depthRefUsd6: 10n ** 13n,
    varianceWad: 25n * 10n ** 16n,
    navUsd6: 10n ** 13n,
  },
  policy: {
    riskAversionE4: 30_000n,
    targetWeightPips: 500_000n,
    poolFeePips: 3_000n,
    gasUnits: 400_000n,
    priorityFeePerGas: 0n,
    epochSec: 3_600n,
    slippageCapPips: 10_000n,
    inclusionBlocks: 6n,
    executionDelaySec: 60n,
    viscosityE4: 10_000n,
    zE4: 30_000n,
  },
}

function evaluateWith(observation: Partial<Observation>, policy: Partial<Policy> = {}) {
  return evaluate({ ...usual.observation, ...observation }, { ...usual.policy, ...policy })
}

describe('the oracle and the vectors', () => {
  test('default: 2,000 cases agree to 28 digits in every output', () => {
    const vectors = readVectors()
    expect(vectors).toHaveLength(2000)
    const apart = vectors.flatMap(({ id, observation, policy, expected }) => {
      const real = evaluate(observation, policy)
      return parameterFields
        .filter((field) => !agreesTo(28, real[field], parseDecimal(expected[field])))
        .map((field) => `${id} ${field}: ${formatDecimal(real[field], 30)}, ${expected[field]}`)
    })
    expect(apart).toEqual([])
  })

  test('behavior: the repository carries the vectors once, one JSON object a line', () => {
    const text = readFileSync(new URL('../vectors/model.ndjson', import.meta.url), 'utf8')
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id)
    expect(ids).toEqual(Array.from({ length: 2000 }, (_, i) => i))
  })
})

describe('the oracle at places that can be worked out by hand', () => {
  test('behavior: a market without depth trades nothing, at the largest thickness', () => {
    const real = evaluateWith({ depthUsd6: 0n }, { viscosityE4: 0n })
    expect(real.aggressivenessPips.num).toBe(0n)
    expect(real.maxTradeUsd6.num).toBe(0n)
    // s * 2^32 is above 1, so the guard is 1 plus the move: 3 * 0.5 * sqrt(60 / 31,557,600).
    expect(formatDecimal(real.guardPips, 6)).toBe('1002068.306518')
  })

  test('behavior: without variance there is no hurry and no risk', () => {
    const real = evaluateWith({ varianceWad: 0n })
    expect(real.aggressivenessPips.num).toBe(0n)
    expect(formatDecimal(real.minIntervalSec, 3)).toBe('4294967295.000')
    // 1 / s = 100 is above the cap.
    expect(real.cppiMultiplierE3).toEqual({ num: 65_535n, den: 1n })
    expect(formatDecimal(real.guardPips, 3)).toBe('10000.000')
  })

  test('behavior: free gas leaves the shortest interval and the proportional band', () => {
    const real = evaluateWith({ baseFeePerGas: 0n })
    expect(formatDecimal(real.minIntervalSec, 3)).toBe('3600.000')
    // (3/2 * 0.003 * 0.25^2 / 3) ^ (1/3)
    expect(formatDecimal(real.bandPips, 3)).toBe('45428.014')
  })

  test('behavior: gas dearer than the portfolio counts as the whole portfolio', () => {
    const dear = evaluateWith({ navUsd6: 1n })
    const dearer = evaluateWith({ navUsd6: 1n, baseFeePerGas: 10n ** 14n })
    expect(dearer.bandPips).toEqual(dear.bandPips)
  })

  test('behavior: half full blocks do not stretch the base fee, full blocks by 1.125 each', () => {
    const half = evaluateWith({})
    const none = evaluateWith({}, { inclusionBlocks: 0n })
    expect(half.minIntervalSec).toEqual(none.minIntervalSec)
    const full = evaluateWith({ gasUsedRatioPips: 1_000_000n }, { inclusionBlocks: 2n })
    const dearer = evaluateWith({ baseFeePerGas: (10n ** 10n * 81n) / 64n })
    expect(agreesTo(60, full.minIntervalSec, dearer.minIntervalSec)).toBe(true)
  })

  test('behavior: the largest trade is X s / (1 - s)', () => {
    const { maxTradeUsd6 } = evaluateWith({ depthUsd6: 10n ** 19n }, { slippageCapPips: 500_000n })
    expect(maxTradeUsd6.num).toBe(10n ** 19n * maxTradeUsd6.den)
  })
})

describe('withinTolerance', () => {
  const real = { num: 2n * 10n ** 18n + 1n, den: 2n * 10n ** 9n } // 1e9 + 5e-10

  test.each([
    [10n ** 9n, true],
    [10n ** 9n + 2n, true],
    [10n ** 9n + 3n, false],
    [10n ** 9n - 2n, false],
    [10n ** 9n - 1n, true],
  ])('default: %s against 1e9 + 5e-10 is %s', (integer, expected) => {
    expect(withinTolerance(integer, real)).toBe(expected)
  })

  test('behavior: zero allows one, on either side', () => {
    expect(withinTolerance(1n, { num: 0n, den: 7n })).toBe(true)
    expect(withinTolerance(2n, { num: 0n, den: 7n })).toBe(false)
    expect(withinTolerance(0n, { num: 1n, den: 1n })).toBe(true)
  })

  test('behavior: an oracle that were off by 1e-6 would not pass for the vectors', () => {
    const field: ParameterField = 'bandPips'
    const [vector] = readVectors()
    const off = parseDecimal(
      (vector as { expected: Record<ParameterField, string> }).expected[field],
    )
    expect(agreesTo(28, { num: off.num * 1_000_001n, den: off.den * 1_000_000n }, off)).toBe(false)
  })
})
