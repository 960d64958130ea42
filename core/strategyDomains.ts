import type { Range } from './core.ts'
import { OutOfDomainError, wrongValueError } from './errors.ts'
import type { GapInput, LpInput, OptionInput, OverlayInput } from './strategies.ts'

/** The fields of an input in the order in which they are checked, with both ends of their domains. */
export type Domain<Field extends string> = Readonly<Record<Field, Range>>

const TEN_YEARS_SEC = 315_576_000n
const price: Range = { min: 1n, max: 10n ** 13n }
const variance: Range = { min: 0n, max: 9n * 10n ** 18n }
const positiveVariance: Range = { min: 1n, max: variance.max }
const positiveShare: Range = { min: 1n, max: 1_000_000n }
const multiple: Range = { min: 0n, max: 100_000n }
const tick: Range = { min: -887_272n, max: 887_272n }

export const optionDomain: Domain<keyof OptionInput> = {
  spotUsd6: price,
  strikeUsd6: { min: 1n, max: 10n ** 14n },
  varianceWad: positiveVariance,
  timeToExpirySec: { min: 0n, max: TEN_YEARS_SEC },
}

export const lpDomain: Domain<keyof LpInput> = {
  lowerTick: { min: tick.min, max: tick.max - 1n },
  upperTick: tick,
  tick,
  varianceWad: variance,
}

export const gapDomain: Domain<keyof GapInput> = {
  varianceWad: variance,
  zE4: multiple,
  zJumpE4: multiple,
  delaySec: { min: 0n, max: TEN_YEARS_SEC },
  slippageCapPips: { min: 1n, max: 500_000n },
  maintenancePips: positiveShare,
  topUpPips: positiveShare,
  liquidationThresholdPips: positiveShare,
  healthPips: { min: 0n, max: 10n ** 9n },
}

export const overlayDomain: Domain<keyof OverlayInput> = {
  spotUsd6: price,
  collateralWad: { min: 1n, max: 10n ** 27n },
  debtUsd6: { min: 0n, max: 10n ** 18n },
  liquidationThresholdPips: positiveShare,
  varianceWad: positiveVariance,
  timeToExpirySec: { min: 1n, max: TEN_YEARS_SEC },
  bufferPips: { min: 0n, max: 1_000_000n },
}

/** Variances to forecast from: a single hour's may be a thousand times a year's. */
export const sampleRange: Range = { min: 0n, max: 10n ** 22n }

export const harDomain: Domain<'dayWad' | 'weekWad' | 'monthWad' | 'longRunWad'> = {
  dayWad: sampleRange,
  weekWad: sampleRange,
  monthWad: sampleRange,
  longRunWad: sampleRange,
}

export const blendDomain: Domain<'averageWad' | 'impliedWad'> = {
  averageWad: sampleRange,
  impliedWad: sampleRange,
}

export const stepsPerDayRange: Range = { min: 1n, max: 86_400n }

/**
 * Checks the fields of an input in their order.
 *
 * @throws MissingFieldError, WrongTypeError or OutOfDomainError for the first that is refused.
 */
export function checkDomain<Field extends string>(
  domain: Domain<Field>,
  input: Readonly<Record<Field, bigint>>,
): void {
  for (const field of Object.keys(domain) as Field[]) {
    checkRange(field, input[field], domain[field])
  }
}

/** The same for one value. */
export function checkRange(field: string, value: unknown, { min, max }: Range): void {
  if (typeof value !== 'bigint') throw wrongValueError(field, value, 'a bigint')
  if (value < min || value > max) throw new OutOfDomainError(field, value, min, max)
}

/**
 * Checks rows of four floats as `priceOptionLanes` takes them.
 *
 * @throws WrongTypeError or OutOfDomainError for the first lane that is refused, named by its row.
 */
export function checkOptionLanes(lanes: Float64Array): void {
  const fields = Object.keys(optionDomain) as (keyof OptionInput)[]
  for (let lane = 0; lane < lanes.length; lane += 1) {
    const value = lanes[lane] as number
    const limit = lane % 4
    if (
      value >= (lowestLanes[limit] as number) &&
      value <= (highestLanes[limit] as number) &&
      Math.floor(value) === value
    ) {
      continue
    }
    const field = fields[limit] as keyof OptionInput
    const path = `rows[${Math.floor(lane / 4)}].${field}`
    if (!Number.isInteger(value)) throw wrongValueError(path, value, 'a whole number')
    const { min, max } = optionDomain[field]
    throw new OutOfDomainError(path, BigInt(value), min, max)
  }
}

const optionRanges = Object.values(optionDomain)
const lowestLanes = Float64Array.from(optionRanges, ({ min }) => Number(min))
const highestLanes = Float64Array.from(optionRanges, ({ max }) => Number(max))
