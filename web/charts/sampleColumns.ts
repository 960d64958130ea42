import type { TimeRange } from './chart.ts'
import {
  findFirst,
  findGap,
  findHighest,
  findLast,
  findLowest,
  lowerBound,
  type Pyramid,
  upperBound,
} from './pyramid.ts'

/**
 * Which points to draw of a window so that no extreme is lost: of each pixel column the first, the lowest, the highest and
 * the last value, at their own times. Beside them, one on either side of the window, for the line to reach its edges.
 *
 * Where a column has no more than what would be kept of it, all of its points are there. Several series over the same times
 * with the same gaps, such as both edges of a corridor, get the same points.
 *
 * @param pyramids - At least one; `times` and gaps of the first hold for all.
 * @param columns - Of the window, at least 1. The last one holds its end too.
 * @returns indices, ascending, each once, of points that have a value: at most 2 + 2 per series and column.
 */
export function sampleColumns(
  pyramids: readonly Pyramid[],
  range: TimeRange,
  columns: number,
): Uint32Array {
  const [main] = pyramids as [Pyramid]
  const { times } = main
  const begin = lowerBound(times, range.from)
  const end = upperBound(times, range.to)
  const perColumn = 2 + 2 * pyramids.length
  const kept = new Uint32Array(Math.min(end - begin, perColumn * columns) + 2)
  let count = 0
  const keep = (index: number) => {
    if (index >= 0 && (count === 0 || (kept[count - 1] as number) < index)) kept[count++] = index
  }

  keep(findLast(main, 0, begin))
  const group = new Uint32Array(perColumn)
  let low = begin
  for (let column = 0; low < end; column++) {
    const high =
      column < columns - 1 ? Math.min(end, columnEnd(times, range, columns, column, low)) : end
    if (high - low <= perColumn) {
      for (let index = low; index < high; index++) {
        if (Number.isFinite(main.values[index])) keep(index)
      }
    } else if (findFirst(main, low, high) >= 0) {
      let at = 0
      group[at++] = findFirst(main, low, high)
      group[at++] = findLast(main, low, high)
      for (const pyramid of pyramids) {
        group[at++] = findLowest(pyramid, low, high)
        group[at++] = findHighest(pyramid, low, high)
      }
      for (const index of group.sort()) keep(index)
    }
    low = high
  }
  keep(findFirst(main, end, times.length))
  return kept.subarray(0, count)
}

/** Where the points of a column end: column `c` holds what is from `from + c w` to before `from + (c + 1) w`. */
function columnEnd(
  times: Float64Array,
  { from, to }: TimeRange,
  columns: number,
  column: number,
  low: number,
): number {
  return lowerBound(times, from + ((to - from) * (column + 1)) / columns, low)
}

/** Whether a line goes from one drawn point to the next: it does if no value is missing between them. */
export function isJoined(pyramid: Pyramid, index: number, next: number): boolean {
  return findGap(pyramid, index) >= next
}
