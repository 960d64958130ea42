import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadStrategies, type OptionInput, type Strategies } from '../../../core/index.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { anyOption, liveOption, optionRanges, risingWithin } from '../../generators/strategies.ts'
import { clamp } from '../../oracle/integers.ts'

const runs = { seed: testSeed(), numRuns: scaled(10_000) }

describe("the options' figures", () => {
  let strategies: Strategies

  beforeAll(async () => {
    strategies = await loadStrategies()
  })

  /** Compares the figures of an option with those after one field has risen. */
  const checkRise = (
    field: keyof typeof optionRanges,
    check: (option: OptionInput, risen: OptionInput) => void,
  ): void => {
    const [min, max] = optionRanges[field]
    const options = fc.oneof(anyOption, liveOption)
    fc.assert(
      fc.property(options, risingWithin(min, max), fc.boolean(), (option, [from, to], isNear) => {
        // Either anywhere, or from where the option stands, by the same step.
        const start = isNear ? option[field] : from
        const end = clamp(start + (to - from), { min, max })
        check({ ...option, [field]: start }, { ...option, [field]: end })
      }),
      runs,
    )
  }

  test('P-94 call - put = spot - strike, and the deltas differ by 1, exactly', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const figures = strategies.priceOption(option)
        expect(figures.callUsd6 - figures.putUsd6).toBe(option.spotUsd6 - option.strikeUsd6)
        expect(figures.callDeltaPips - figures.putDeltaPips).toBe(1_000_000n)
      }),
      runs,
    )
  })

  test(
    "P-95 the call's delta never falls in spot",
    () => {
      checkRise('spotUsd6', (option, risen) => {
        const { callDeltaPips } = strategies.priceOption(option)
        expect(strategies.priceOption(risen).callDeltaPips).toBeGreaterThanOrEqual(callDeltaPips)
      })
    },
    scaledTimeout,
  )

  test.each(['varianceWad', 'timeToExpirySec'] as const)(
    'P-96 no price falls in variance or time: %s',
    (field) => {
      checkRise(field, (option, risen) => {
        const { callUsd6, putUsd6 } = strategies.priceOption(option)
        const after = strategies.priceOption(risen)
        expect(after.callUsd6).toBeGreaterThanOrEqual(callUsd6)
        expect(after.putUsd6).toBeGreaterThanOrEqual(putUsd6)
      })
    },
    scaledTimeout,
  )

  // Floats alone let each of these prices fall by one.
  test.each([
    [6_388_211_040_843n, 6_343_209_454_227n, 31_978_289_618_611_252n, 32n, 171_145n],
    [3_522_161_787_147n, 3_522_267_211_974n, 356_085_983_808n, 1n, 140_844n],
    [3_850_118_525_688n, 3_774_342_967_228n, 4_545_141_208_677_293_600n, 4_400n, 1_407n],
    [6_355_287_892_705n, 6_355_291_826_133n, 32_010_044_973n, 1n, 419n],
  ])(
    'P-96 no price falls where floats would: spot %s',
    (spotUsd6, strikeUsd6, varianceWad, step, time) => {
      const option = { spotUsd6, strikeUsd6, varianceWad, timeToExpirySec: time }
      const { callUsd6 } = strategies.priceOption(option)
      const risen = strategies.priceOption({ ...option, varianceWad: varianceWad + step })
      expect(risen.callUsd6).toBeGreaterThanOrEqual(callUsd6)
    },
  )

  test('P-97 prices lie between intrinsic value and spot or strike, gamma is never below 0, theta never above', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const figures = strategies.priceOption(option)
        const intrinsic = option.spotUsd6 - option.strikeUsd6
        expect(figures.callUsd6).toBeGreaterThanOrEqual(intrinsic > 0n ? intrinsic : 0n)
        expect(figures.putUsd6).toBeGreaterThanOrEqual(intrinsic < 0n ? -intrinsic : 0n)
        expect(figures.callUsd6).toBeLessThanOrEqual(option.spotUsd6)
        expect(figures.putUsd6).toBeLessThanOrEqual(option.strikeUsd6)
        expect(figures.callDeltaPips).toBeGreaterThanOrEqual(0n)
        expect(figures.callDeltaPips).toBeLessThanOrEqual(1_000_000n)
        expect(figures.gammaCashPips).toBeGreaterThanOrEqual(0n)
        expect(figures.thetaDayPips).toBeLessThanOrEqual(0n)
      }),
      runs,
    )
  })

  test('P-98 rows of lanes give what an object each gives', () => {
    const options = fc.sample(anyOption, { seed: runs.seed, numRuns: 3_000 })
    const lanes = options.flatMap((option) => [
      Number(option.spotUsd6),
      Number(option.strikeUsd6),
      Number(option.varianceWad),
      Number(option.timeToExpirySec),
    ])
    const expected = options.flatMap((option) =>
      Object.values(strategies.priceOption(option)).map(Number),
    )
    const output = new Float64Array(expected.length)
    expect([...strategies.priceOptionLanes(Float64Array.from(lanes))]).toEqual(expected)
    expect(strategies.priceOptionLanes(Float64Array.from(lanes), output)).toBe(output)
    expect([...output]).toEqual(expected)
  })

  test.each([
    [999_999n, 0n, 1n, 0n],
    [1_000_000n, 0n, 0n, 500_000n],
    [1_000_001n, 1n, 0n, 1_000_000n],
  ])('behavior: at expiry, spot %s against a strike of 1000000', (spotUsd6, call, put, delta) => {
    const option = { strikeUsd6: 1_000_000n, varianceWad: 10n ** 18n, timeToExpirySec: 0n }
    expect(strategies.priceOption({ ...option, spotUsd6 })).toEqual({
      callUsd6: call,
      putUsd6: put,
      callDeltaPips: delta,
      putDeltaPips: delta - 1_000_000n,
      gammaCashPips: 0n,
      thetaDayPips: 0n,
    })
  })
})
