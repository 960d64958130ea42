/** Series prepared once for drawing, for words and for tables. Pure. */
import type { ChartCorridor, ChartMark, ChartSeries, TimeRange } from './chart.ts'
import {
  createPyramid,
  findHighest,
  findLowest,
  lowerBound,
  type Pyramid,
  upperBound,
} from './pyramid.ts'

/** A series with its pyramid. */
export interface Line {
  readonly series: ChartSeries
  readonly pyramid: Pyramid
}

/** Both edges of a corridor; where one of them is missing, the other counts as missing too. */
export interface CorridorEdges {
  readonly corridor: ChartCorridor
  readonly lower: Pyramid
  readonly upper: Pyramid
}

/** Around a single moment, seconds to either side. */
const LONE_MOMENT_SEC = 60

const pyramids = new WeakMap<Float64Array, Pyramid>()
const positives = new WeakMap<Float64Array, Pyramid>()
const edges = new WeakMap<Float64Array, CorridorEdges>()

/** The pyramid is kept as long as the values are: pages make new objects of old arrays each time they are drawn. */
export function toLine(series: ChartSeries): Line {
  const known = pyramids.get(series.values)
  const pyramid = known?.times === series.times ? known : createPyramid(series.times, series.values)
  pyramids.set(series.values, pyramid)
  return { series, pyramid }
}

export function toEdges(corridor: ChartCorridor): CorridorEdges {
  const { times, lower, upper, label } = corridor
  const known = edges.get(lower)
  if (known?.lower.times === times && known.corridor.upper === upper) {
    return { corridor, lower: known.lower, upper: known.upper }
  }
  const mask = (values: Float64Array) =>
    values.map((value, index) =>
      Number.isFinite(lower[index]) && Number.isFinite(upper[index]) ? value : Number.NaN,
    )
  const made: CorridorEdges = {
    corridor: { label, times, lower, upper },
    lower: createPyramid(times, mask(lower)),
    upper: createPyramid(times, mask(upper)),
  }
  edges.set(lower, made)
  return made
}

/** The same without the values that a logarithmic scale has no place for; kept like the others. */
export function onlyPositive(pyramid: Pyramid): Pyramid {
  const { times, values } = pyramid
  const lowest = findLowest(pyramid, 0, values.length)
  if (lowest < 0 || (values[lowest] as number) > 0) return pyramid
  const known = positives.get(values)
  if (known?.times === times) return known
  const made = createPyramid(
    times,
    values.map((value) => (value > 0 ? value : Number.NaN)),
  )
  positives.set(values, made)
  return made
}

/** Whether one of them is in force: it takes the solid stroke. */
export function hasForce(lines: readonly Line[]): boolean {
  return lines.some(({ series }) => series.kind === 'force')
}

/** From the first moment of all that is drawn to the last; undefined if there is none. */
export function findExtent(
  lines: readonly Line[],
  corridor: CorridorEdges | undefined,
  marks: readonly ChartMark[],
): TimeRange | undefined {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  const take = (at: number | undefined) => {
    if (at === undefined) return
    from = Math.min(from, at)
    to = Math.max(to, at)
  }
  for (const { times } of [
    ...lines.map(({ series }) => series),
    ...(corridor === undefined ? [] : [corridor.lower]),
  ]) {
    take(times[0])
    take(times.at(-1))
  }
  take(marks[0]?.at)
  take(marks.at(-1)?.at)
  if (from > to) return undefined
  return from === to ? { from: from - LONE_MOMENT_SEC, to: to + LONE_MOMENT_SEC } : { from, to }
}

/** Index of the last point at or before a moment; -1 before the first. */
export function indexAt({ times }: Pyramid, at: number): number {
  return upperBound(times, at) - 1
}

/** The last value at or before a moment; undefined before the first and in a gap. */
export function valueAt(pyramid: Pyramid, at: number): number | undefined {
  const value = pyramid.values[indexAt(pyramid, at)]
  return value !== undefined && Number.isFinite(value) ? value : undefined
}

/**
 * The points of a part: from the first index to before the second. Of a line that holds its values the point that is in
 * force at its beginning belongs to it.
 */
export function findStretch(
  { times }: Pyramid,
  { from, to }: TimeRange,
  isStep: boolean,
  isEndIncluded = true,
): [number, number] {
  const end = isEndIncluded ? upperBound(times, to) : lowerBound(times, to)
  return [isStep ? Math.max(0, upperBound(times, from) - 1) : lowerBound(times, from), end]
}

/** Where the lowest and the highest value of a part are; undefined if it has none. */
export function findExtremes(
  pyramid: Pyramid,
  range: TimeRange,
  isStep: boolean,
  isEndIncluded = true,
): { lowest: number; highest: number } | undefined {
  const [begin, end] = findStretch(pyramid, range, isStep, isEndIncluded)
  const lowest = findLowest(pyramid, begin, end)
  return lowest < 0 ? undefined : { lowest, highest: findHighest(pyramid, begin, end) }
}
