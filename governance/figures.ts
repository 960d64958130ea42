import type { ObservationField } from '../core/fields.ts'
import { formatReadable, type Unit } from './units.ts'

/** The measured and told figures, in words, each with its unit. */
export const figureUnits: Readonly<Record<ObservationField, readonly [name: string, unit: Unit]>> =
  {
    baseFeePerGas: ['base fee', 'gwei'],
    gasUsedRatioPips: ['gas used', 'pips'],
    nativePriceUsd6: ['price of the native coin', 'usd6'],
    depthUsd6: ['depth', 'usd6'],
    depthRefUsd6: ['usual depth', 'usd6'],
    varianceWad: ['variance a year', 'wad'],
    navUsd6: ['net asset value', 'usd6'],
    curvaturePips: ['curvature', 'e6'],
    horizonSec: ['horizon', 'sec'],
    dataFeeWei: ['data fee', 'gwei'],
  }

const DIGITS = 6

/** A figure of an observation with its unit, for reading: six digits of it. */
export function formatFigure(field: ObservationField, raw: bigint): string {
  const dropped = 10n ** BigInt(Math.max(0, `${raw}`.length - DIGITS))
  return formatReadable(((raw + dropped / 2n) / dropped) * dropped, figureUnits[field][1])
}
