/** Where the cursor of a chart may stand. Pure. */
import type { ChartMark, TimeRange } from './chart.ts'
import type { Line } from './lines.ts'
import { lowerBound, upperBound } from './pyramid.ts'

/** The moment of a point or mark that is nearest, if one is near enough; else the moment itself. Unix seconds. */
export function snap(
  lines: readonly Line[],
  marks: readonly ChartMark[],
  at: number,
  withinSec: number,
): number {
  let best = at
  let distance = withinSec
  const take = (moment: number | undefined) => {
    if (moment === undefined || Math.abs(moment - at) > distance) return
    best = moment
    distance = Math.abs(moment - at)
  }
  for (const { pyramid } of lines) {
    const next = lowerBound(pyramid.times, at)
    take(pyramid.times[next])
    take(pyramid.times[next - 1])
  }
  for (const mark of marks) take(mark.at)
  return best
}

/**
 * The next moment of a point or mark within a range, at least so far away that the cursor is seen to move; its end if there
 * is none.
 *
 * @param direction - To later moments: 1; to earlier ones: -1.
 */
export function step(
  lines: readonly Line[],
  marks: readonly ChartMark[],
  range: TimeRange,
  at: number,
  direction: 1 | -1,
  atLeastSec: number,
): number {
  const limit = at + direction * atLeastSec
  let best = direction === 1 ? range.to : range.from
  const take = (moment: number | undefined) => {
    if (moment === undefined) return
    if (direction === 1 ? moment < limit || moment > best : moment > limit || moment < best) return
    best = moment
  }
  for (const { pyramid } of lines) {
    const { times } = pyramid
    take(direction === 1 ? times[lowerBound(times, limit)] : times[upperBound(times, limit) - 1])
  }
  for (const mark of marks) take(mark.at)
  return best
}

/** The marks that stand at the cursor. */
export function marksAt(
  marks: readonly ChartMark[],
  at: number,
  withinSec: number,
): readonly ChartMark[] {
  return marks.filter((mark) => Math.abs(mark.at - at) <= withinSec)
}
