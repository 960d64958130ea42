import type { TimeRange } from './chart.ts'
import type { CorridorEdges, Line } from './lines.ts'
import { findGap, type Pyramid } from './pyramid.ts'
import { isJoined, sampleColumns } from './sampleColumns.ts'
import type { ValueRange } from './scale.ts'

/** Where values are drawn, in pixels of the canvas; `ratio` of them make one of the page. */
export interface Area {
  left: number
  top: number
  width: number
  height: number
  ratio: number
}

/** What of times and values the area shows. */
export interface Window {
  range: TimeRange
  valueRange: ValueRange
  isLog: boolean
  /** How far the last value of a step line holds: to the end of what is known. Unix seconds. */
  holdTo: number
}

/** x and y in turn, in pixels of the canvas. */
export type Polyline = number[]

/** What lies farther outside is cut off: dashes are made along all of a path, seen or not. Pixels of the page. */
const OUTSIDE = 40

/** Where a moment and a value stand. */
export function createPlaces({ left, top, width, height }: Area, window: Window) {
  const { range, valueRange, isLog } = window
  const perSec = width / (range.to - range.from)
  return {
    toX: (at: number) => left + (at - range.from) * perSec,
    toY: (value: number) => top + height * (1 - placeValue(value, valueRange, isLog)),
  }
}

/** Between both ends of an axis, 0 at the lower and 1 at the upper; on a logarithmic one nothing is below 0. */
export function placeValue(value: number, { min, max }: ValueRange, isLog: boolean): number {
  if (!isLog) return (value - min) / (max - min)
  return value <= min ? 0 : Math.log(value / min) / Math.log(max / min)
}

/** A line as it is drawn. */
export interface Trace {
  /** One between two gaps. */
  pieces: Polyline[]
  /** Points that no line leads to or from, and all of a line where they stand far apart. */
  dots: Polyline
  /** So many points that the line is rather an area between its lowest and highest. */
  isDense: boolean
}

/** From how many drawn points per pixel column. */
const DENSE_POINTS = 2

/**
 * The line as it is drawn: of each pixel column of the page it has the first, lowest, highest and last value, and at most
 * four points.
 *
 * @param dotDistance - How far apart points have to be to be drawn as dots, pixels of the canvas.
 */
export function traceLine(
  { series, pyramid }: Line,
  window: Window,
  area: Area,
  dotDistance: number,
): Trace {
  const { times, values } = pyramid
  const { toX, toY } = createPlaces(area, window)
  const isStep = series.shape === 'step'
  const indices = sampleColumns([pyramid], window.range, columnsOf(area))
  const isSparse = (indices.length - 1) * dotDistance < area.width
  const pieces: Polyline[] = []
  const dots: Polyline = []
  for (const [from, to] of splitRuns(pyramid, indices)) {
    const piece: Polyline = []
    for (let at = from; at < to; at++) {
      const index = indices[at] as number
      const x = toX(times[index] as number)
      const y = toY(values[index] as number)
      if (isStep) pushStep(piece, x, y, toX(holdEnd(pyramid, indices, at, to, window.holdTo)))
      else {
        piece.push(x, y)
        if (isSparse || to - from === 1) dots.push(x, y)
      }
    }
    pieces.push(cutEnds(piece, area))
  }
  const points = pieces.reduce((sum, piece) => sum + piece.length / (isStep ? 4 : 2), 0)
  return { pieces, dots, isDense: points > DENSE_POINTS * columnsOf(area) }
}

/** Both edges of a corridor as they are drawn, each piece with as many points in the one as in the other. */
export function traceCorridor(
  { lower, upper }: CorridorEdges,
  window: Window,
  area: Area,
): { lower: Polyline; upper: Polyline }[] {
  const { toX, toY } = createPlaces(area, window)
  const indices = sampleColumns([lower, upper], window.range, columnsOf(area))
  return splitRuns(lower, indices).map(([from, to]) => {
    const trace = (edge: Pyramid) => {
      const piece: Polyline = []
      for (let at = from; at < to; at++) {
        const index = indices[at] as number
        const y = toY(edge.values[index] as number)
        piece.push(toX(edge.times[index] as number), y)
        piece.push(toX(holdEnd(edge, indices, at, to, window.holdTo)), y)
      }
      return cutEnds(piece, area)
    }
    return { lower: trace(lower), upper: trace(upper) }
  })
}

/** A value that is the same as before makes its line longer. */
function pushStep(piece: Polyline, x: number, y: number, until: number): void {
  if (piece.at(-1) === y) piece[piece.length - 2] = until
  else piece.push(x, y, until, y)
}

function columnsOf({ width, ratio }: Area): number {
  return Math.max(1, Math.round(width / ratio))
}

/** The drawn points between gaps: each run from an index of `indices` to before another. */
function splitRuns(pyramid: Pyramid, indices: Uint32Array): [number, number][] {
  const runs: [number, number][] = []
  let from = 0
  for (let at = 1; at <= indices.length; at++) {
    const next = indices[at]
    if (next !== undefined && isJoined(pyramid, indices[at - 1] as number, next)) continue
    runs.push([from, at])
    from = at
  }
  return runs
}

/** Until when a value holds: to the next point of its run; the last one to the gap that ends it, or to the end of all. */
function holdEnd(
  pyramid: Pyramid,
  indices: Uint32Array,
  at: number,
  to: number,
  holdTo: number,
): number {
  const { times } = pyramid
  const index = indices[at] as number
  if (at + 1 < to) return times[indices[at + 1] as number] as number
  return times[findGap(pyramid, index)] ?? Math.max(holdTo, times[index] as number)
}

/** Cuts off what is far outside on both sides, where the line crosses there. */
function cutEnds(piece: Polyline, { left, width, ratio }: Area): Polyline {
  const min = left - OUTSIDE * ratio
  const max = left + width + OUTSIDE * ratio
  let begin = 0
  let end = piece.length
  while (end - begin > 2 && (piece[begin + 2] as number) < min) begin += 2
  while (end - begin > 2 && (piece[end - 4] as number) > max) end -= 2
  const cut = piece.slice(begin, end)
  moveEnd(cut, 0, 2, min, (x) => x < min)
  moveEnd(cut, cut.length - 2, cut.length - 4, max, (x) => x > max)
  return cut
}

/** Moves an end of a line along its last part to `x`, if it is outside. */
function moveEnd(
  piece: Polyline,
  at: number,
  other: number,
  x: number,
  isOutside: (x: number) => boolean,
): void {
  const [x0, y0, x1, y1] = [piece[at], piece[at + 1], piece[other], piece[other + 1]]
  if (x0 === undefined || y0 === undefined || !isOutside(x0)) return
  if (x1 === undefined || y1 === undefined || isOutside(x1)) return
  piece[at] = x
  piece[at + 1] = y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}
