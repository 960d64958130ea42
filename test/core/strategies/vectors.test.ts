import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type GapInput,
  type LpInput,
  loadStrategies,
  type OptionInput,
  type OverlayInput,
  type Strategies,
} from '../../../core/index.ts'
import { capAt, compare, larger, parseDecimal, type Rational, ZERO } from '../../oracle/rational.ts'
import { withinTolerance } from '../../oracle/tolerance.ts'

interface Vector<Input> {
  id: number
  input: Input
  expected: Record<string, string>
}

function readCases<Input = Record<string, string>>(name: string): Vector<Input>[] {
  const url = new URL(`../../vectors/strategies/${name}.ndjson`, import.meta.url)
  const lines = readFileSync(url, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Vector<Input>)
}

const toBigints = <Input>(texts: Record<string, string>): Input =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, BigInt(text)])) as Input

/** Some values have millions of zeros behind the point: 0 for any tolerance here. */
const parseReal = (text: string): Rational => (/e-\d{3,}$/.test(text) ? ZERO : parseDecimal(text))

/** A figure that is at most 0 as its size. */
function sizesOf(got: bigint, expected: string): [bigint, Rational] {
  const size = parseReal(expected.replace(/^-/, ''))
  return expected.startsWith('-') ? [-got, size] : [got, size]
}

describe("the strategies' reference values", () => {
  let strategies: Strategies

  beforeAll(async () => {
    strategies = await loadStrategies()
  })

  /** The implied variance counts within [1/4, 4] of the average; the reference values leave that to the user. */
  const boundBlend = (blend: string, average: string): Rational => {
    const { num, den } = parseReal(average)
    const most = { num: 4n * num, den }
    const real = parseReal(blend)
    return larger({ num, den: 4n * den }, compare(real, most) > 0 ? most : real)
  }

  const expectWithin = (
    id: number,
    got: Readonly<Record<string, bigint>>,
    expected: Readonly<Record<string, string>>,
    caps: Readonly<Record<string, bigint>> = {},
  ): void => {
    for (const [name, text] of Object.entries(expected)) {
      const [size, real] = sizesOf(got[name] as bigint, text)
      const cap = caps[name]
      const message = `${id} ${name}: ${got[name]}, ${text}`
      const limited = cap === undefined ? real : capAt(real, cap)
      expect(withinTolerance(size, limited), message).toBe(true)
    }
  }

  test('P-93 the 400 reference options are met: greeks, and prices from below', () => {
    const cases = readCases('blackScholes')
    expect(cases).toHaveLength(400)
    for (const { id, input, expected } of cases) {
      const option = toBigints<OptionInput>(input)
      const { callUsd6, putUsd6, ...greeks } = strategies.priceOption(option)
      const { callUsd6: call, putUsd6: put, ...expectedGreeks } = expected
      expectWithin(id, { ...greeks }, expectedGreeks)
      // A millionth of the allowed error is left to the last bits of floats.
      const slack = { num: option.spotUsd6, den: 10n ** 15n }
      for (const [got, text] of [
        [callUsd6, call],
        [putUsd6, put],
      ] as [bigint, string][]) {
        const real = parseReal(text)
        const message = `${id}: ${got}, ${text}`
        const least = 10n ** 10n * (got + 1n) + 4n * option.spotUsd6
        expect(compare({ num: least, den: 10n ** 10n }, real), message).toBe(1)
        const most = real.num * slack.den + slack.num * real.den
        expect(compare({ num: got, den: 1n }, { num: most, den: real.den * slack.den })).not.toBe(1)
      }
    }
  })

  test('P-93 the 200 reference positions of a pool are met', () => {
    const cases = readCases('lpPosition')
    expect(cases).toHaveLength(200)
    for (const { id, input, expected } of cases) {
      expectWithin(id, { ...strategies.measureLp(toBigints<LpInput>(input)) }, expected)
    }
  })

  test('P-93 the 300 reference gaps are met: gap, multiplier, leverages, cut', () => {
    const cases = readCases('gap')
    expect(cases).toHaveLength(300)
    const caps = {
      gapPips: 40_000_000n,
      cppiMultiplierE3: 65_535n,
      carryLeverageE3: 65_535n,
      loanLeverageE3: 65_535n,
    }
    for (const { id, input, expected } of cases) {
      expectWithin(id, { ...strategies.measureGap(toBigints<GapInput>(input)) }, expected, caps)
    }
  })

  test('P-93 the 134 reference overlays are met: liquidation price, puts, strike, premium', () => {
    const cases = readCases('overlay')
    expect(cases).toHaveLength(134)
    for (const { id, input, expected } of cases) {
      expectWithin(id, { ...strategies.overlayPuts(toBigints<OverlayInput>(input)) }, expected)
    }
  })

  test('P-93 the 20 reference forecasts are met: average, HAR, blend', () => {
    const cases = readCases<{ hourlyLogRangeE6: number[]; dvolVarianceWad: string }>('forecast')
    expect(cases).toHaveLength(20)
    for (const { id, input, expected } of cases) {
      // Parkinson: the square of the hour's log range over 4 ln 2, for a year of 8,766 hours.
      const hourly = input.hourlyLogRangeE6.map((range) =>
        BigInt(Math.round(((range * range * 8_766) / (4 * Math.LN2)) * 1e6)),
      )
      const mean = (hours: readonly bigint[]): bigint =>
        hours.reduce((sum, variance) => sum + variance) / BigInt(hours.length)
      const { ewmaVarianceWad, harVarianceWad, blendVarianceWad } = expected as {
        ewmaVarianceWad: string
        harVarianceWad: string
        blendVarianceWad: string
      }
      const average = strategies.averageVarianceWad(hourly, 24n)
      const har = strategies.harVarianceWad({
        dayWad: mean(hourly.slice(-24)),
        weekWad: mean(hourly.slice(-7 * 24)),
        monthWad: mean(hourly.slice(-30 * 24)),
        longRunWad: mean(hourly),
      })
      expectWithin(id, { average, har }, { average: ewmaVarianceWad, har: harVarianceWad })
      const impliedWad = BigInt(input.dvolVarianceWad)
      const blend = strategies.blendVarianceWad({ averageWad: average, impliedWad })
      const real = boundBlend(blendVarianceWad, ewmaVarianceWad)
      expect(withinTolerance(blend, real), `${id} blend: ${blend}`).toBe(true)
    }
  })
})
