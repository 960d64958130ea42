/** What is seen as rows, for the table and for the file. Pure. */
import type { ChartMark, TimeRange } from './chart.ts'
import { type CorridorEdges, findExtremes, findStretch, type Line, valueAt } from './lines.ts'
import { lowerBound, type Pyramid } from './pyramid.ts'
import { DAY_SEC, HOUR_SEC } from './view.ts'

/** One column of values. */
export interface SeenColumn {
  label: string
  pyramid: Pyramid
  /** Its value holds until the next one. */
  isStep: boolean
}

/** All that happened at one moment. */
export interface SeenRow {
  /** Unix seconds. */
  at: number
  /** Of each column, the point at this moment: not finite where the line breaks, undefined where it has no point. */
  points: (number | undefined)[]
  marks: string[]
}

/** What happened within a period. */
export interface SeenPeriod {
  from: number
  /** Not included. */
  to: number
  cells: ({ lowest: number; highest: number; last: number | undefined } | undefined)[]
  marks: number
}

const MINUTE = 60
const PERIODS_SEC = [
  ...[10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR_SEC, 2 * HOUR_SEC, 3 * HOUR_SEC, 6 * HOUR_SEC, 12 * HOUR_SEC],
  ...[DAY_SEC, 2 * DAY_SEC, 7 * DAY_SEC, 14 * DAY_SEC, 28 * DAY_SEC, 91 * DAY_SEC],
]

export function listColumns(
  lines: readonly Line[],
  corridor: CorridorEdges | undefined,
): SeenColumn[] {
  const columns = lines.map(({ series, pyramid }) => ({
    label: series.label,
    pyramid,
    isStep: series.shape === 'step',
  }))
  if (corridor === undefined) return columns
  const { label } = corridor.corridor
  return [
    ...columns,
    { label: `${label}, lower edge`, pyramid: corridor.lower, isStep: true },
    { label: `${label}, upper edge`, pyramid: corridor.upper, isStep: true },
  ]
}

/**
 * Every point and mark of a range in order of time. A line that holds its values also has the point before the range, which
 * is the one in force at its beginning.
 *
 * @yields a row per moment; more than one where a line has several points at the same moment.
 */
export function* walkRows(
  columns: readonly SeenColumn[],
  marks: readonly ChartMark[],
  range: TimeRange,
): Generator<SeenRow> {
  const heads = columns.map(({ pyramid, isStep }) => {
    const first = lowerBound(pyramid.times, range.from)
    const isHeld = isStep && first > 0 && pyramid.times[first] !== range.from
    return isHeld ? first - 1 : first
  })
  const seenMarks = marks.filter(({ at }) => at >= range.from && at <= range.to)
  let mark = 0
  while (true) {
    let at = seenMarks[mark]?.at ?? Number.POSITIVE_INFINITY
    columns.forEach(({ pyramid }, column) => {
      const next = pyramid.times[heads[column] as number]
      if (next !== undefined && next <= range.to && next < at) at = next
    })
    if (at === Number.POSITIVE_INFINITY) return
    const row: SeenRow = { at, points: [], marks: [] }
    columns.forEach(({ pyramid }, column) => {
      const head = heads[column] as number
      const isNow = pyramid.times[head] === at
      row.points.push(isNow ? pyramid.values[head] : undefined)
      if (isNow) heads[column] = head + 1
    })
    while (seenMarks[mark]?.at === at) row.marks.push((seenMarks[mark++] as ChartMark).label)
    yield row
  }
}

/** The rows of a range, or undefined if there are more than `most`. */
export function listRows(
  columns: readonly SeenColumn[],
  marks: readonly ChartMark[],
  range: TimeRange,
  most: number,
): SeenRow[] | undefined {
  const rows: SeenRow[] = []
  for (const row of walkRows(columns, marks, range)) {
    if (rows.length === most) return undefined
    rows.push(row)
  }
  return rows
}

/** The same in periods of a round length, at most `most` of them and two cut ones at the ends. */
export function listPeriods(
  columns: readonly SeenColumn[],
  marks: readonly ChartMark[],
  range: TimeRange,
  most: number,
): { lengthSec: number; periods: SeenPeriod[] } {
  const length = range.to - range.from
  const lengthSec =
    PERIODS_SEC.find((one) => length / one <= most) ?? Math.ceil(length / most / DAY_SEC) * DAY_SEC
  const periods: SeenPeriod[] = []
  for (let from = range.from; from < range.to; ) {
    const to = Math.min(range.to, (Math.floor(from / lengthSec) + 1) * lengthSec)
    // The end of what is seen belongs to it, the end of a period to the next one.
    const isIn = (at: number) => at >= from && (to === range.to ? at <= to : at < to)
    periods.push({
      from,
      to,
      cells: columns.map((column) => summarize(column, { from, to }, to === range.to)),
      marks: marks.filter(({ at }) => isIn(at)).length,
    })
    from = to
  }
  return { lengthSec, periods }
}

function summarize(
  { pyramid, isStep }: SeenColumn,
  range: TimeRange,
  isEndIncluded: boolean,
): SeenPeriod['cells'][number] {
  const found = findExtremes(pyramid, range, isStep, isEndIncluded)
  if (found === undefined) return undefined
  const last = pyramid.values[findStretch(pyramid, range, isStep, isEndIncluded)[1] - 1] as number
  return {
    lowest: pyramid.values[found.lowest] as number,
    highest: pyramid.values[found.highest] as number,
    last: Number.isFinite(last) ? last : undefined,
  }
}

/** What a cell of a table shows at a moment: its point, or the value that holds; undefined where there is none. */
export function cellAt({ pyramid, isStep }: SeenColumn, point: number | undefined, at: number) {
  if (point !== undefined) return Number.isFinite(point) ? point : undefined
  return isStep ? valueAt(pyramid, at) : undefined
}
