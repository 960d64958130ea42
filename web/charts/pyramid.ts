/**
 * The extremes of any stretch of a long series, without looking at all of it.
 *
 * Method: a pyramid over the series. Each level keeps, of every four blocks of the level below, where the lowest and the
 * highest value stands, as an index into the series; so an answer has its value and its time exactly, never a mean. A
 * stretch is covered by few whole blocks, the largest in its middle: some 8 looks per level, 10 levels for a million points.
 * Domain: any number of points up to 2^32 - 2; values that are not finite are gaps.
 * Special cases: of equal values the earliest is taken; a stretch without a value has no extreme.
 * Accuracy: exact (tests compare with a scan).
 */

const FACTOR = 4
/** Stands where a block has no value. */
const NONE = 0xffff_ffff

/** A series prepared for drawing and reading. */
export interface Pyramid {
  /** Unix seconds, ascending. */
  readonly times: Float64Array
  readonly values: Float64Array
  /** Per level from 1 up: of each block, the index of its lowest value. */
  readonly lowest: readonly Uint32Array[]
  readonly highest: readonly Uint32Array[]
  /** Where the runs of missing values begin, and the first index behind each. */
  readonly gapBegins: Uint32Array
  readonly gapEnds: Uint32Array
}

type IsBetter = (value: number, than: number) => boolean
const isLower: IsBetter = (value, than) => value < than
const isHigher: IsBetter = (value, than) => value > than

/** @param values - As many as times; not finite where there is none. */
export function createPyramid(times: Float64Array, values: Float64Array): Pyramid {
  const { lowest, highest } = createLevels(values)
  const { gapBegins, gapEnds } = findGaps(values)
  return { times, values, lowest, highest, gapBegins, gapEnds }
}

/** Index of the lowest value from `begin` to before `end`; -1 if there is none. */
export function findLowest({ values, lowest }: Pyramid, begin: number, end: number): number {
  return findExtreme(values, lowest, isLower, begin, end)
}

/** Index of the highest value from `begin` to before `end`; -1 if there is none. */
export function findHighest({ values, highest }: Pyramid, begin: number, end: number): number {
  return findExtreme(values, highest, isHigher, begin, end)
}

/** Index of the first value from `begin` to before `end`; -1 if there is none. */
export function findFirst({ values, gapBegins, gapEnds }: Pyramid, begin: number, end: number) {
  if (begin >= end) return -1
  if (Number.isFinite(values[begin])) return begin
  const next = gapEnds[lowerBound(gapBegins, begin + 1) - 1] as number
  return next < end ? next : -1
}

/** Index of the last value from `begin` to before `end`; -1 if there is none. */
export function findLast({ values, gapBegins }: Pyramid, begin: number, end: number): number {
  if (begin >= end) return -1
  if (Number.isFinite(values[end - 1])) return end - 1
  const before = (gapBegins[lowerBound(gapBegins, end) - 1] as number) - 1
  return before >= begin ? before : -1
}

/** Index of the first missing value from `index` on; the number of points if none is missing any more. */
export function findGap({ values, gapBegins }: Pyramid, index: number): number {
  if (index < values.length && !Number.isFinite(values[index])) return index
  return gapBegins[lowerBound(gapBegins, index)] ?? values.length
}

/** How many of an ascending row are below `at`: the index of the first that is not. */
export function lowerBound(row: Float64Array | Uint32Array, at: number, begin = 0): number {
  let low = begin
  let high = row.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((row[middle] as number) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of an ascending row are at most `at`. */
export function upperBound(row: Float64Array, at: number): number {
  let low = 0
  let high = row.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((row[middle] as number) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Both at once and written out: a slider makes new series of all charts many times a second. */
function createLevels(values: Float64Array): Pick<Pyramid, 'lowest' | 'highest'> {
  const lowest: Uint32Array[] = []
  const highest: Uint32Array[] = []
  for (let length = values.length; length > 1; length = Math.ceil(length / FACTOR)) {
    const belowLow = lowest.at(-1)
    const belowHigh = highest.at(-1)
    const size = Math.ceil(length / FACTOR)
    const low = new Uint32Array(size)
    const high = new Uint32Array(size)
    for (let block = 0; block < size; block++) {
      const end = Math.min(length, (block + 1) * FACTOR)
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      let [leastAt, mostAt] = [NONE, NONE]
      for (let at = block * FACTOR; at < end; at++) {
        // Of an index that stands for none there is no value; what is not finite is neither less nor more.
        const lowAt = belowLow === undefined ? at : (belowLow[at] as number)
        const lowValue = values[lowAt] as number
        if (lowValue < least && lowValue > Number.NEGATIVE_INFINITY) {
          least = lowValue
          leastAt = lowAt
        }
        const highAt = belowHigh === undefined ? at : (belowHigh[at] as number)
        const highValue = values[highAt] as number
        if (highValue > most && highValue < Number.POSITIVE_INFINITY) {
          most = highValue
          mostAt = highAt
        }
      }
      low[block] = leastAt
      high[block] = mostAt
    }
    lowest.push(low)
    highest.push(high)
  }
  return { lowest, highest }
}

function isBest(values: Float64Array, isBetter: IsBetter, index: number, best: number): boolean {
  if (index === NONE) return false
  const value = values[index] as number
  if (!Number.isFinite(value)) return false
  if (best === NONE) return true
  const than = values[best] as number
  return isBetter(value, than) || (value === than && index < best)
}

function findExtreme(
  values: Float64Array,
  levels: readonly Uint32Array[],
  isBetter: IsBetter,
  begin: number,
  end: number,
): number {
  let best = NONE
  let low = begin
  let high = end
  let level: Uint32Array | undefined
  const look = (at: number) => {
    const index = level === undefined ? at : (level[at] as number)
    if (isBest(values, isBetter, index, best)) best = index
  }
  for (let height = 0; low < high; height++) {
    // The blocks that do not fill one of the next level are looked at here, the rest from above.
    while (low < high && low % FACTOR !== 0) look(low++)
    while (low < high && high % FACTOR !== 0) look(--high)
    const above = levels[height]
    if (above === undefined) {
      while (low < high) look(low++)
      break
    }
    level = above
    low /= FACTOR
    high /= FACTOR
  }
  return best === NONE ? -1 : best
}

function findGaps(values: Float64Array): Pick<Pyramid, 'gapBegins' | 'gapEnds'> {
  const begins: number[] = []
  const ends: number[] = []
  let isInside = false
  for (let index = 0; index < values.length; index++) {
    const isGap = !Number.isFinite(values[index])
    if (isGap !== isInside) (isGap ? begins : ends).push(index)
    isInside = isGap
  }
  if (isInside) ends.push(values.length)
  return { gapBegins: Uint32Array.from(begins), gapEnds: Uint32Array.from(ends) }
}
