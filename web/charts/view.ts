/** What of the times is seen, and how it moves. Pure. */
import type { TimeRange } from './chart.ts'

/** Nothing shorter is shown, seconds. */
export const SHORTEST_SEC = 10

export const HOUR_SEC = 3_600
export const DAY_SEC = 86_400

/** Within which share of its length the end of what is seen counts as the end of all. */
const NEAR_SHARE = 0.02

/**
 * A range of the same length inside of all there is; a longer one is cut to it, and one that is too short is widened.
 *
 * @param extent - All there is, or more if more is shown already.
 */
export function keepInside(range: TimeRange, extent: TimeRange): TimeRange {
  const length = Math.max(SHORTEST_SEC, range.to - range.from)
  if (length >= extent.to - extent.from) return extent
  const from = Math.min(Math.max(range.from, extent.from), extent.to - length)
  return { from, to: from + length }
}

/** @param sec - To later times if it is positive. */
export function panBy(range: TimeRange, sec: number, extent: TimeRange): TimeRange {
  return keepInside({ from: range.from + sec, to: range.to + sec }, extent)
}

/**
 * @param factor - Below 1 to see less in more detail.
 * @param at - What stays where it is.
 */
export function zoomBy(range: TimeRange, factor: number, at: number, extent: TimeRange): TimeRange {
  const length = Math.max(SHORTEST_SEC, (range.to - range.from) * factor)
  const share = (at - range.from) / (range.to - range.from)
  const from = at - share * length
  return keepInside({ from, to: from + length }, extent)
}

/** The last part of all there is. */
export function lastPart(extent: TimeRange, sec: number): TimeRange {
  return keepInside({ from: extent.to - sec, to: extent.to }, extent)
}

/** What is seen when more has come: who looks at the end stays there, who looks at all sees all, another stays. */
export function followEnd(range: TimeRange, before: TimeRange, after: TimeRange): TimeRange {
  const near = NEAR_SHARE * (range.to - range.from)
  if (after.to <= range.to || range.to < before.to - near) return range
  if (range.from <= before.from) return { from: Math.min(range.from, after.from), to: after.to }
  return { from: range.from + after.to - range.to, to: after.to }
}

/** Both together. */
export function unite(a: TimeRange, b: TimeRange): TimeRange {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) }
}

export function isSame(a: TimeRange, b: TimeRange): boolean {
  return a.from === b.from && a.to === b.to
}
