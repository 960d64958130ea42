import type { ChartMark, SeriesKind } from './chart.ts'
import type { CorridorEdges, Line } from './lines.ts'
import { findStroke, type Palette } from './palette.ts'
import {
  type Area,
  createPlaces,
  type Polyline,
  traceCorridor,
  traceLine,
  type Window,
} from './traceLine.ts'

/** What is drawn between the axes. */
export interface Scene extends Window {
  lines: readonly Line[]
  corridor: CorridorEdges | undefined
  marks: readonly ChartMark[]
  /** Also where it is hidden: hiding a line does not change the others. */
  isForceThere: boolean
}

/** What is drawn over what: the value in force is on top. */
const RANKS: Readonly<Record<SeriesKind, number>> = {
  reference: 0,
  before: 1,
  measure: 2,
  target: 3,
  force: 4,
}
/** Height of a mark, pixels of the page. */
const MARK_HEIGHT = 9
/** Points that stand farther apart than this are drawn as dots too, pixels of the page. */
const DOT_DISTANCE = 14
const DOT_RADIUS = 2.5
const THIN_PX = 1

/** Draws corridor, lines and marks, in this order. */
export function drawScene(
  pen: CanvasRenderingContext2D,
  area: Area,
  scene: Scene,
  palette: Palette,
): void {
  const { left, top, width, height, ratio } = area
  pen.save()
  pen.beginPath()
  pen.rect(left, top, width, height)
  pen.clip()
  pen.lineJoin = 'bevel'
  pen.lineCap = 'butt'
  if (scene.corridor !== undefined) drawCorridor(pen, area, scene, scene.corridor, palette)
  const lines = scene.lines.toSorted((a, b) => RANKS[a.series.kind] - RANKS[b.series.kind])
  for (const line of lines) {
    const { dash, width: lineWidth } = findStroke(line.series.kind, scene.isForceThere)
    const { pieces, dots, isDense } = traceLine(line, scene, area, DOT_DISTANCE * ratio)
    pen.strokeStyle = palette.series[line.series.kind]
    pen.fillStyle = palette.series[line.series.kind]
    // A thick line over a dense one would blot out what is beside it; a thin one is drawn in half of the time, too.
    pen.lineWidth = (isDense ? THIN_PX : lineWidth) * ratio
    pen.setLineDash(dash.map((part) => part * ratio))
    for (const piece of pieces) {
      pen.lineDashOffset = findDashOffset(piece, dash, area, scene)
      pen.beginPath()
      addPath(pen, piece)
      pen.stroke()
    }
    drawDots(pen, dots, DOT_RADIUS * ratio)
  }
  pen.setLineDash([])
  drawMarks(pen, area, scene, palette)
  pen.restore()
}

function addPath(pen: CanvasRenderingContext2D, piece: Polyline, isContinued = false): void {
  for (let at = 0; at < piece.length; at += 2) {
    const [x, y] = [piece[at] as number, piece[at + 1] as number]
    if (at === 0 && !isContinued) pen.moveTo(x, y)
    else pen.lineTo(x, y)
  }
}

/** Dashes begin at a moment, not at the edge of the window: so they move with the line. */
function findDashOffset(
  piece: Polyline,
  dash: readonly number[],
  area: Area,
  scene: Scene,
): number {
  const period = dash.reduce((sum, part) => sum + part, 0) * area.ratio
  if (period === 0) return 0
  return ((piece[0] ?? 0) - createPlaces(area, scene).toX(0)) % period
}

function drawDots(pen: CanvasRenderingContext2D, dots: Polyline, radius: number): void {
  pen.beginPath()
  for (let at = 0; at < dots.length; at += 2) {
    const [x, y] = [dots[at] as number, dots[at + 1] as number]
    pen.moveTo(x, y)
    pen.arc(x, y, radius, 0, 2 * Math.PI)
  }
  pen.fill()
}

function drawCorridor(
  pen: CanvasRenderingContext2D,
  area: Area,
  scene: Scene,
  edges: CorridorEdges,
  palette: Palette,
): void {
  const pieces = traceCorridor(edges, scene, area)
  pen.fillStyle = palette.corridor
  pen.strokeStyle = palette.edge
  pen.lineWidth = area.ratio
  for (const { lower, upper } of pieces) {
    pen.beginPath()
    addPath(pen, upper)
    addPath(pen, reverse(lower), true)
    pen.fill()
    pen.beginPath()
    addPath(pen, upper)
    addPath(pen, lower)
    pen.stroke()
  }
}

function reverse(piece: Polyline): Polyline {
  const back: Polyline = []
  for (let at = piece.length - 2; at >= 0; at -= 2) {
    back.push(piece[at] as number, piece[at + 1] as number)
  }
  return back
}

/** Ticks on the time axis, at most one in each pixel column. */
function drawMarks(
  pen: CanvasRenderingContext2D,
  area: Area,
  scene: Scene,
  palette: Palette,
): void {
  const { toX } = createPlaces(area, scene)
  const bottom = area.top + area.height
  pen.strokeStyle = palette.text
  pen.lineWidth = 1.5 * area.ratio
  pen.beginPath()
  let last = Number.NEGATIVE_INFINITY
  for (const { at } of scene.marks) {
    const x = toX(at)
    if (x < area.left || x > area.left + area.width || x - last < area.ratio) continue
    last = x
    pen.moveTo(x, bottom)
    pen.lineTo(x, bottom - MARK_HEIGHT * area.ratio)
  }
  pen.stroke()
}
