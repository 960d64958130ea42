import type { ParameterField } from '../../../core/fields.ts'
import { type FieldSpec, vectorSpecs } from '../../../governance/fields.ts'
import { formatParameter } from '../../../governance/formatParameter.ts'
import { formatAmount } from '../../../governance/units.ts'

/** How raw numbers of the contract stand on an axis, and are read from it. */
export interface AxisUnit {
  unit: string
  /** Raw units in one of the axis. */
  scale: number
  /** A value of the axis in words. */
  format: (value: number) => string
}

const MINUTE_SEC = 60
const HOUR_SEC = 3_600
const DAY_SEC = 86_400

/** The unit of a parameter's axis; a time is in what suits the longest. */
export function chooseUnit(field: ParameterField, largestRaw: number): AxisUnit {
  const { unit } = vectorSpecs.find((spec) => spec.field === field) as FieldSpec
  const [name, scale] = chooseScale(unit, largestRaw)
  return {
    unit: name,
    scale,
    format: (value) => formatParameter(field, BigInt(Math.max(0, Math.round(value * scale)))),
  }
}

function chooseScale(unit: FieldSpec['unit'], largestRaw: number): [name: string, scale: number] {
  if (unit === 'pips') return ['%', 10_000]
  if (unit === 'e3') return ['x', 1_000]
  if (unit === 'usd') return ['$', 1]
  if (largestRaw > 2 * DAY_SEC) return ['d', DAY_SEC]
  return largestRaw > 2 * HOUR_SEC ? ['h', HOUR_SEC] : ['min', MINUTE_SEC]
}

/** Four digits say all that a measure on a chart has to say. */
function toDigits(value: number, scale: number): bigint {
  return BigInt(Math.max(0, Math.round(Number(value.toPrecision(4)) * scale)))
}

export const gwei: AxisUnit = {
  unit: 'gwei',
  scale: 1e9,
  format: (value) => formatAmount(toDigits(value, 1e9), 'gwei'),
}

export const percent: AxisUnit = {
  unit: '%',
  scale: 10_000,
  format: (value) => formatAmount(toDigits(value, 10_000), 'pips'),
}

export const dollars: AxisUnit = {
  unit: '$',
  scale: 1e6,
  format: (value) => formatAmount(toDigits(value, 1), 'usd'),
}

/** A variance a year, which people know by its root. */
export const variance: AxisUnit = {
  unit: 'a year',
  scale: 1e18,
  format: (value) => {
    const volatility = percent.format(100 * Math.sqrt(Math.max(0, value)))
    return `${Number(value.toPrecision(4))} (volatility ${volatility})`
  },
}
