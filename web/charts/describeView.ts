/** What the visible part of a chart shows, in words. Pure. */
import type { ChartMark, TimeRange } from './chart.ts'
import { type CorridorShares, measureCorridor } from './corridorShares.ts'
import { type CorridorEdges, findExtremes, type Line, valueAt } from './lines.ts'
import { lowerBound, upperBound } from './pyramid.ts'
import { formatLength, formatRange, formatWithin } from './times.ts'

export interface Seen {
  lines: readonly Line[]
  corridor: CorridorEdges | undefined
  marks: readonly ChartMark[]
  /** What the marks are called: `pushes`. */
  marksLabel: string
  range: TimeRange
  isLog: boolean
  /** Until when anything is known. Unix seconds. */
  knownTo: number
  format: (value: number) => string
}

/** Sentences: from when to when; each line with its last, lowest and highest value; the corridor; the marks. */
export function describeView(given: Seen): string[] {
  // A number and its unit stay on one line.
  const format = (value: number) => given.format(value).replaceAll(' ', '\u00a0')
  const seen: Seen = { ...given, format }
  const { lines, range } = seen
  return [
    `From ${formatRange(range)}.`,
    ...lines.map((line) =>
      [describeLine(line, seen), ...describeShares(line, seen)].join(', ').concat('.'),
    ),
    ...describeMarks(seen),
    ...(seen.isLog ? [describeLog(seen)] : []),
  ]
}

function describeLine({ series, pyramid }: Line, { range, format }: Seen): string {
  const { label, shape } = series
  const found = findExtremes(pyramid, range, shape === 'step')
  if (found === undefined) return `${label}: no value in this part`
  const value = (index: number) => format(pyramid.values[index] as number)
  const when = (index: number) => {
    const at = pyramid.times[index] as number
    return at < range.from ? 'at the beginning' : `at ${formatWithin(at, range)}`
  }
  const last = valueAt(pyramid, range.to)
  const end = last === undefined ? 'no value at the end' : `last ${format(last)}`
  if (pyramid.values[found.lowest] === pyramid.values[found.highest]) {
    const text = value(found.lowest)
    const once = upperBound(pyramid.times, range.to) - lowerBound(pyramid.times, range.from) === 1
    if (once && shape === 'line') return `${label}: one value, ${text} ${when(found.lowest)}`
    return `${label}: ${text} throughout${last === undefined ? `, ${end}` : ''}`
  }
  const lowest = `lowest ${value(found.lowest)} ${when(found.lowest)}`
  const highest = `highest ${value(found.highest)} ${when(found.highest)}`
  return `${label}: ${lowest}, ${highest}, ${end}`
}

/** How the value in force, and what is asked for, stand to the corridor. */
function describeShares({ series, pyramid }: Line, seen: Seen): string[] {
  const { corridor, range, knownTo } = seen
  if (corridor === undefined || (series.kind !== 'force' && series.kind !== 'target')) return []
  const shares = measureCorridor(pyramid, corridor, range, knownTo)
  const { knownSec, outsideSec, atEdgeSec } = shares
  if (knownSec <= 0) return []
  const { label } = corridor.corridor
  const part = (sec: number) => `${formatLength(sec)} (${formatShare(sec, shares)} of the time)`
  return [
    outsideSec > 0 ? `outside of ${label} for ${part(outsideSec)}` : `never outside of ${label}`,
    atEdgeSec > 0 ? `at an edge for ${part(atEdgeSec)}` : 'never at an edge',
  ]
}

function describeLog({ lines, range }: Seen): string {
  const isBelow = lines.some(({ series, pyramid }) => {
    const found = findExtremes(pyramid, range, series.shape === 'step')
    return found !== undefined && (pyramid.values[found.lowest] as number) <= 0
  })
  return isBelow
    ? 'The scale is logarithmic: values of 0 and below stand at its lower edge.'
    : 'The scale is logarithmic.'
}

function formatShare(sec: number, { knownSec }: CorridorShares): string {
  const percent = (100 * sec) / knownSec
  if (percent < 1) return 'less than 1 %'
  return percent > 99 && percent < 100 ? 'more than 99 %' : `${Math.round(percent)} %`
}

function describeMarks({ marks, marksLabel, range }: Seen): string[] {
  if (marks.length === 0) return []
  const within = marks.filter(({ at }) => at >= range.from && at <= range.to)
  const last = within.at(-1)
  if (last === undefined) return [`${marksLabel}: none in this part.`]
  return [
    `${marksLabel}: ${within.length.toLocaleString('en')}, the last at ${formatWithin(last.at, range)}.`,
  ]
}
