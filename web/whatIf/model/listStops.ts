// Where a slider of a policy figure can stand.
//
// Method:   over a range of decades the stops are equally far apart in the logarithm, each rounded to three digits; elsewhere equally
//           far apart. Every stop is a value of its own, so that each press of an arrow key changes something.

import type { FieldSpec } from '../../../governance/fields.ts'

/** Stops of a slider at most, besides those that are asked for. */
const MOST_STOPS = 600
const DIGITS = 3

/** Figures that are told as so many of one whole, whatever their least value is. */
const linearNames = ['gasTarget', 'viscosity', 'z', 'zJump']

/** Whether a slider of the field runs by decades. */
export function isLogField({ name, min, max }: Pick<FieldSpec, 'name' | 'min' | 'max'>): boolean {
  return !linearNames.includes(name) && max >= 100n * (min > 0n ? min : 1n)
}

/**
 * The stops of a field's slider, ascending, from its least to its largest value.
 *
 * @param wanted - Values that have to be among them, such as the one in force; within the range.
 */
export function listStops(spec: FieldSpec, wanted: readonly bigint[]): bigint[] {
  const { min, max } = spec
  const stops = new Set<bigint>([min, max, ...wanted])
  const place = isLogField(spec) ? placeLog : placeLinear
  for (let index = 1; index < MOST_STOPS; index++) {
    const stop = place(min, max, index / MOST_STOPS)
    if (stop > min && stop < max) stops.add(stop)
  }
  return [...stops].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** 0 stands at the left end: it has no logarithm. */
function placeLog(min: bigint, max: bigint, share: number): bigint {
  const low = Math.log(Math.max(1, Number(min)))
  return round(Math.exp(low + share * (Math.log(Number(max)) - low)))
}

function placeLinear(min: bigint, max: bigint, share: number): bigint {
  return round(Number(min) + share * Number(max - min))
}

function round(value: number): bigint {
  return BigInt(Math.round(Number(value.toPrecision(DIGITS))))
}

/** The place of the stop that is nearest to a value. */
export function findStop(stops: readonly bigint[], value: bigint): number {
  const above = stops.findIndex((stop) => stop >= value)
  if (above <= 0) return above < 0 ? stops.length - 1 : 0
  const [low, high] = [stops[above - 1] as bigint, stops[above] as bigint]
  return value - low < high - value ? above - 1 : above
}
