import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Random, testSeed } from '../generators/random.ts'
import { bandLines } from './bands.ts'
import { type Observation, type ParameterField, type Policy, parameterFields } from './domain.ts'
import { ONE } from './fixedPoint.ts'
import { evaluate } from './model.ts'
import { formatDecimal, parseDecimal, ZERO } from './rational.ts'
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
    dataFeeWei: 0n,
    curvaturePips: 0n,
    horizonSec: 0n,
  },
  policy: {
    riskAversionE4: 30_000n,
    curvaturePips: 250_000n,
    curvatureCapPips: 1_000_000n,
    poolFeePips: 3_000n,
    gasUnits: 400_000n,
    txBytes: 0n,
    priorityFeePerGas: 0n,
    epochSec: 3_600n,
    slippageCapPips: 10_000n,
    inclusionBlocks: 6n,
    gasTargetPips: 500_000n,
    baseFeeDenominator: 8n,
    executionDelaySec: 60n,
    viscosityE4: 10_000n,
    zE4: 30_000n,
    zJumpE4: 0n,
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
    expect(real.maxTradeUsd.num).toBe(0n)
    expect(real.lotPips.num).toBe(0n)
    // s * 2^32 is above 1, so the guard is 1 plus the move: 3 * 0.5 * sqrt(60 / 31,557,600).
    expect(formatDecimal(real.guardPips, 6)).toBe('1002068.306518')
  })

  test('behavior: without variance there is no hurry and no risk', () => {
    const real = evaluateWith({ varianceWad: 0n })
    expect(real.aggressivenessPips.num).toBe(0n)
    expect(formatDecimal(real.intervalSec, 3)).toBe('4294967295.000')
    // 1 / s = 100 is above the cap.
    expect(real.cppiMultiplierE3).toEqual({ num: 65_535n, den: 1n })
    expect(formatDecimal(real.guardPips, 3)).toBe('10000.000')
    // Before an expiry, whoever risks nothing waits for it.
    const expiring = evaluateWith({ varianceWad: 0n, horizonSec: 1n })
    expect(formatDecimal(expiring.bandPips, 3)).toBe('1000000.000')
    expect(formatDecimal(expiring.returnPips, 3)).toBe('1000000.000')
  })

  test('behavior: free gas leaves the shortest interval and one line for both ways', () => {
    const real = evaluateWith({ baseFeePerGas: 0n })
    expect(formatDecimal(real.intervalSec, 3)).toBe('3600.000')
    expect(real.lotPips.num).toBe(0n)
    // (3/2 * 0.003 * 0.25^2 / 3) ^ (1/3)
    expect(formatDecimal(real.bandPips, 3)).toBe('45428.014')
    expect(formatDecimal(real.returnPips, 3)).toBe('45428.014')
  })

  test('behavior: gas alone, cost alone, and both: the cases of the study', () => {
    const scale = { num: 1n, den: 320n } // 0.25^2 / 20
    const pips = (fixed: bigint) => formatDecimal({ num: fixed * 1_000_000n, den: ONE }, 3)
    const wad = (k: bigint) => ({ num: k, den: 10n ** 18n })
    const gasOnly = bandLines(wad(10n ** 13n), ZERO, scale)
    expect([pips(gasOnly.leave), pips(gasOnly.back)]).toEqual(['24746.160', '0.000'])
    const fee = { num: 500n, den: 1_000_000n }
    const costOnly = bandLines(ZERO, fee, scale)
    expect([pips(costOnly.leave), pips(costOnly.back)]).toEqual(['13283.232', '13283.232'])
    const both = bandLines(wad(10n ** 12n), fee, scale)
    expect([pips(both.leave), pips(both.back)]).toEqual(['19548.876', '8537.395'])
  })

  test('behavior: the two lines solve the two equations', () => {
    const random = new Random(testSeed())
    const share = (bits: number) => ({
      num: 1n + BigInt(random.below(1000)),
      den: 1n << BigInt(10 + random.below(bits)),
    })
    for (let i = 0; i < 300; i += 1) {
      const [gas, cost, scale] = [share(100), share(20), share(40)]
      const { leave, back } = bandLines(gas, cost, scale)
      const product = (leave - back) ** 3n * (leave + back)
      const gasTerm = { num: 12n * gas.num * scale.num, den: gas.den * scale.den }
      expect(agreesTo(20, { num: product, den: ONE ** 4n }, gasTerm)).toBe(true)
      const costTerm = { num: 3n * cost.num * scale.num, den: cost.den * scale.den }
      const other = leave * back * (leave + back)
      expect(agreesTo(30, { num: other, den: ONE ** 3n }, costTerm)).toBe(true)
    }
  })

  test('behavior: gas dearer than the portfolio counts as the whole portfolio', () => {
    const dear = evaluateWith({ navUsd6: 1n })
    const dearer = evaluateWith({ navUsd6: 1n, baseFeePerGas: 10n ** 14n })
    expect(dearer.bandPips).toEqual(dear.bandPips)
  })

  test('behavior: a data fee counts as gas of its price', () => {
    const asGas = evaluateWith({ baseFeePerGas: 2n * 10n ** 10n })
    const asData = evaluateWith({ dataFeeWei: 400_000n * 10n ** 10n })
    expect(asData.bandPips).toEqual(asGas.bandPips)
  })

  test("behavior: blocks at their target do not stretch the base fee, Ethereum's full ones by 1.125 each", () => {
    const half = evaluateWith({})
    const none = evaluateWith({}, { inclusionBlocks: 0n })
    expect(half.intervalSec).toEqual(none.intervalSec)
    const full = evaluateWith({ gasUsedRatioPips: 1_000_000n }, { inclusionBlocks: 2n })
    const dearer = evaluateWith({ baseFeePerGas: (10n ** 10n * 81n) / 64n })
    expect(agreesTo(60, full.intervalSec, dearer.intervalSec)).toBe(true)
    // The chain has no such rule.
    const without = evaluateWith({ gasUsedRatioPips: 1_000_000n }, { baseFeeDenominator: 0n })
    expect(without.intervalSec).toEqual(none.intervalSec)
  })

  test('behavior: the stretch ends at 2^16', () => {
    const policy = { inclusionBlocks: 4_096n, gasTargetPips: 1n }
    const longest = evaluateWith({ gasUsedRatioPips: 1_000_000n }, policy)
    const dearer = evaluateWith({ baseFeePerGas: (10n ** 10n) << 16n })
    expect(agreesTo(60, longest.bandPips, dearer.bandPips)).toBe(true)
  })

  test('behavior: the largest trade is X s / (1 - s), in dollars', () => {
    const { maxTradeUsd } = evaluateWith({ depthUsd6: 10n ** 15n }, { slippageCapPips: 500_000n })
    expect(maxTradeUsd.num).toBe(10n ** 9n * maxTradeUsd.den)
  })

  test('behavior: the guard keeps a day of jumps, whatever the delay', () => {
    // 2 * 0.5 * sqrt(86,400 / 31,557,600) and s
    const { guardPips } = evaluateWith({}, { zE4: 0n, zJumpE4: 20_000n })
    expect(formatDecimal(guardPips, 3)).toBe('62324.475')
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
