import fc from 'fast-check'
import type { GapInput, OptionInput, OverlayInput } from '../../core/index.ts'

const TEN_YEARS_SEC = 315_576_000n
const WAD = 10n ** 18n

/** A whole number of any size within its limits, often at one of them. */
export function anyWithin(min: bigint, max: bigint): fc.Arbitrary<bigint> {
  const bits = (max - min).toString(2).length
  const ofAnySize = fc
    .tuple(fc.nat({ max: bits }), fc.bigInt({ min: 0n, max: max - min }))
    .map(([shift, value]) => min + (value >> BigInt(shift)))
  const near = [min, min + 1n, max - 1n, max].filter((value) => value >= min && value <= max)
  return fc.oneof({ weight: 8, arbitrary: ofAnySize }, fc.constantFrom(...near))
}

/** A number and one that is not below it: often the next one. */
export function risingWithin(min: bigint, max: bigint): fc.Arbitrary<[bigint, bigint]> {
  const steps = fc.oneof(fc.constantFrom(1n, 2n), anyWithin(0n, max - min))
  return fc
    .tuple(anyWithin(min, max), steps)
    .map(([value, step]) => [value, value + step < max ? value + step : max])
}

/** A strike near a spot or anywhere. */
function strikeOf(spotUsd6: bigint): fc.Arbitrary<bigint> {
  const near = fc
    .tuple(anyWithin(1n, 10n ** 9n), fc.boolean())
    .map(([part, isAbove]) => {
      const distance = (spotUsd6 * part) / 10n ** 9n
      return isAbove ? spotUsd6 + distance : spotUsd6 - distance
    })
    .map((strike) => (strike < 1n ? 1n : strike))
  return fc.oneof(near, fc.constant(spotUsd6), anyWithin(1n, 10n ** 14n))
}

export const optionRanges = {
  spotUsd6: [1n, 10n ** 13n],
  varianceWad: [1n, 9n * WAD],
  timeToExpirySec: [0n, TEN_YEARS_SEC],
} as const

export const anyOption: fc.Arbitrary<OptionInput> = anyWithin(...optionRanges.spotUsd6).chain(
  (spotUsd6) =>
    fc.record({
      spotUsd6: fc.constant(spotUsd6),
      strikeUsd6: strikeOf(spotUsd6),
      varianceWad: fc.oneof(
        anyWithin(...optionRanges.varianceWad),
        fc.bigInt({ min: WAD / 100n, max: 4n * WAD }),
      ),
      timeToExpirySec: fc.oneof(
        anyWithin(...optionRanges.timeToExpirySec),
        fc.bigInt({ min: 3_600n, max: 31_557_600n }),
      ),
    }),
)

/** Options where the price moves, so that a direction has something to show. */
export const liveOption: fc.Arbitrary<OptionInput> = fc
  .tuple(anyOption, fc.bigInt({ min: -4_000n, max: 4_000n }))
  .map(([option, deviationsE3]) => {
    const variance = Number(option.varianceWad) / 1e18
    const s = Math.sqrt((variance * Number(option.timeToExpirySec)) / 31_557_600)
    const strike = Number(option.spotUsd6) * Math.exp((Number(deviationsE3) / 1_000) * s)
    const strikeUsd6 = BigInt(Math.round(Math.min(1e14, Math.max(1, strike))))
    return { ...option, strikeUsd6 }
  })

export const gapRanges = {
  varianceWad: [0n, 9n * WAD],
  zE4: [0n, 100_000n],
  zJumpE4: [0n, 100_000n],
  delaySec: [0n, TEN_YEARS_SEC],
  slippageCapPips: [1n, 500_000n],
  maintenancePips: [1n, 1_000_000n],
  topUpPips: [1n, 1_000_000n],
  liquidationThresholdPips: [1n, 1_000_000n],
  healthPips: [0n, 10n ** 9n],
} as const satisfies Record<keyof GapInput, readonly [bigint, bigint]>

export const anyGap: fc.Arbitrary<GapInput> = fc.record({
  varianceWad: anyWithin(...gapRanges.varianceWad),
  zE4: anyWithin(...gapRanges.zE4),
  zJumpE4: anyWithin(...gapRanges.zJumpE4),
  delaySec: fc.oneof(anyWithin(...gapRanges.delaySec), fc.bigInt({ min: 60n, max: 86_400n })),
  slippageCapPips: anyWithin(...gapRanges.slippageCapPips),
  maintenancePips: anyWithin(...gapRanges.maintenancePips),
  topUpPips: anyWithin(...gapRanges.topUpPips),
  liquidationThresholdPips: fc.oneof(
    anyWithin(...gapRanges.liquidationThresholdPips),
    fc.bigInt({ min: 500_000n, max: 950_000n }),
  ),
  healthPips: fc.oneof(
    anyWithin(...gapRanges.healthPips),
    fc.bigInt({ min: 800_000n, max: 3_000_000n }),
  ),
})

/** A loan whose debt is a share of what its collateral allows. */
export const anyLoan: fc.Arbitrary<OverlayInput> = fc
  .record({
    spotUsd6: anyWithin(1n, 10n ** 13n),
    collateralWad: anyWithin(1n, 10n ** 27n),
    shareE6: fc.bigInt({ min: 0n, max: 1_000_000n }),
    liquidationThresholdPips: fc.oneof(
      anyWithin(1n, 1_000_000n),
      fc.bigInt({ min: 500_000n, max: 950_000n }),
    ),
    varianceWad: fc.oneof(anyWithin(1n, 9n * WAD), fc.bigInt({ min: WAD / 100n, max: 4n * WAD })),
    timeToExpirySec: fc.oneof(
      anyWithin(1n, TEN_YEARS_SEC),
      fc.bigInt({ min: 86_400n, max: 15_778_800n }),
    ),
    bufferPips: anyWithin(0n, 1_000_000n),
  })
  .map(({ shareE6, ...loan }) => {
    const allowed =
      (loan.spotUsd6 * loan.collateralWad * loan.liquidationThresholdPips) / (WAD * 1_000_000n)
    const debt = (allowed * shareE6) / 1_000_000n
    return { ...loan, debtUsd6: debt < WAD ? debt : WAD }
  })
