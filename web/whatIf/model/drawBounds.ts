import { type Bounds, type ParameterField, parameterMax } from '../../../core/index.ts'
import { formatParameter } from '../../../governance/index.ts'
import type { ChartCorridor, ChartSeries } from '../../charts/chart.ts'

/** A bound that is further than this from the values, in their own height, would leave nothing of them to be seen. */
const FAR = 2

/** The bounds on a chart of a parameter: those that are near its values are drawn, the others are told. */
export interface DrawnBounds {
  /** Between the bounds after the change, where both are near. */
  corridor: ChartCorridor | undefined
  lines: readonly ChartSeries[]
  words: readonly string[]
}

/**
 * Draws the bounds of a parameter before and after a change.
 *
 * @param own - In force before, raw.
 * @param other - In force after, raw.
 * @param scale - Raw units in one of the chart's.
 */
export function drawBounds(options: {
  at: Float64Array
  own: Float64Array
  other: Float64Array
  field: ParameterField
  scale: number
  before: Bounds
  after: Bounds
}): DrawnBounds {
  const { at, own, other, field, scale, before, after } = options
  const { min, max } = findExtent(own, other)
  const room = FAR * Math.max(max - min, max / 4)
  const isNear = (raw: bigint): boolean => {
    const bound = Number(raw)
    // At 0 the chart has its end.
    if (raw === 0n || raw === parameterMax[field]) return false
    return bound >= min - room && bound <= max + room
  }
  const times = Float64Array.of(at[0] ?? 0, at.at(-1) ?? 0)
  const constant = (raw: bigint) => new Float64Array(2).fill(Number(raw) / scale)
  const line = (label: string, raw: bigint): ChartSeries => {
    return { label, kind: 'reference', shape: 'step', times, values: constant(raw) }
  }
  const [lower, upper] = [after.min[field], after.max[field]]
  const hasCorridor = isNear(lower) && isNear(upper)
  const single = hasCorridor
    ? []
    : [
        ...(isNear(lower) ? [line('smallest allowed', lower)] : []),
        ...(isNear(upper) ? [line('largest allowed', upper)] : []),
      ]
  const old = [
    ...(before.min[field] !== lower && isNear(before.min[field])
      ? [line('smallest allowed before', before.min[field])]
      : []),
    ...(before.max[field] !== upper && isNear(before.max[field])
      ? [line('largest allowed before', before.max[field])]
      : []),
  ]
  return {
    corridor: hasCorridor
      ? { label: 'bounds', times, lower: constant(lower), upper: constant(upper) }
      : undefined,
    lines: [...single, ...old],
    words: [sayBounds(field, before, after)],
  }
}

/** The bounds in words, drawn or not. */
function sayBounds(field: ParameterField, before: Bounds, after: Bounds): string {
  const say = ({ min, max }: Bounds) =>
    `${formatParameter(field, min[field])} to ${formatParameter(field, max[field])}`
  const [own, other] = [say(before), say(after)]
  return own === other ? `Allowed is ${other}.` : `Allowed is ${other}, before ${own}.`
}

function findExtent(...columns: readonly Float64Array[]): { min: number; max: number } {
  let [min, max] = [Number.POSITIVE_INFINITY, 0]
  for (const column of columns) {
    for (const value of column) {
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  return { min: Math.min(min, max), max }
}
