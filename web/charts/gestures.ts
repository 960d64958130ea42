import type { TimeRange } from './chart.ts'
import { panBy, zoomBy } from './view.ts'

/** What gestures act on; asked for anew at each event. */
export interface GestureTarget {
  range(): TimeRange
  extent(): TimeRange
  /** Whether dragging selects a part instead of moving. */
  isSelecting(): boolean
  onRange(range: TimeRange): void
  /** Where the pointer is; undefined when it has left. */
  onCursor(at: number | undefined): void
  /** What is being selected; undefined when it is over. */
  onSelection(selection: TimeRange | undefined): void
  /** What was selected. */
  onSelected(range: TimeRange): void
}

/** Below this a pointer counts as not moved, pixels. */
const STILL_PX = 4
/** How fast a wheel zooms: the logarithm of the factor for each pixel; and pinching on a touch pad, which comes as a wheel. */
const WHEEL_SPEED = 0.002
const PINCH_SPEED = 0.01
/** Pixels of a line and of a page, where a wheel counts in those. */
const WHEEL_UNITS_PX = [1, 16, 400]

type Gesture =
  | { kind: 'pan'; x: number; range: TimeRange; isMoved: boolean }
  | { kind: 'select'; x: number }
  | { kind: 'pinch'; x: number; distance: number; range: TimeRange }

/**
 * Mouse, pen and touch: drag or one finger moves, two fingers zoom, drag with Shift selects, a tap places the cursor. The
 * wheel zooms with Ctrl or while the chart has the focus: else it scrolls the page, as anywhere; sideways it moves.
 *
 * @returns stops listening.
 */
export function listenToGestures(area: HTMLElement, target: GestureTarget): () => void {
  const pointers = new Map<number, number>()
  let gesture: Gesture | undefined
  const place = (event: MouseEvent) => event.clientX - area.getBoundingClientRect().left
  const secPerPx = (range: TimeRange) => (range.to - range.from) / Math.max(1, area.clientWidth)
  const toTime = (x: number, range = target.range()) => range.from + x * secPerPx(range)
  const listening = new AbortController()
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
  ) => area.addEventListener(name, listener, { signal: listening.signal, passive: false })

  on('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return
    const x = place(event)
    pointers.set(event.pointerId, x)
    area.setPointerCapture(event.pointerId)
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()] as [number, number]
      target.onSelection(undefined)
      gesture = {
        kind: 'pinch',
        x: (a + b) / 2,
        distance: Math.max(STILL_PX, Math.abs(a - b)),
        range: target.range(),
      }
    } else if (pointers.size === 1) {
      gesture =
        event.shiftKey || target.isSelecting()
          ? { kind: 'select', x }
          : { kind: 'pan', x, range: target.range(), isMoved: false }
    }
  })

  on('pointermove', (event) => {
    const x = place(event)
    if (!pointers.has(event.pointerId)) {
      if (event.pointerType !== 'touch') target.onCursor(toTime(x))
      return
    }
    pointers.set(event.pointerId, x)
    if (gesture?.kind === 'pan') {
      if (!gesture.isMoved && Math.abs(x - gesture.x) < STILL_PX) return
      gesture.isMoved = true
      target.onCursor(undefined)
      const sec = (gesture.x - x) * secPerPx(gesture.range)
      target.onRange(panBy(gesture.range, sec, target.extent()))
    } else if (gesture?.kind === 'select') {
      target.onSelection(order(toTime(gesture.x), toTime(x)))
    } else if (gesture?.kind === 'pinch' && pointers.size === 2) {
      const [a, b] = [...pointers.values()] as [number, number]
      const { range } = gesture
      const factor = gesture.distance / Math.max(STILL_PX, Math.abs(a - b))
      const zoomed = zoomBy(range, factor, toTime(gesture.x, range), target.extent())
      const sec = (gesture.x - (a + b) / 2) * secPerPx(zoomed)
      target.onRange(panBy(zoomed, sec, target.extent()))
    }
  })

  const end = (event: PointerEvent, isDone: boolean) => {
    if (!pointers.delete(event.pointerId)) return
    const x = place(event)
    if (gesture?.kind === 'select') {
      target.onSelection(undefined)
      const isWide = Math.abs(x - gesture.x) >= STILL_PX
      if (isDone && isWide) target.onSelected(order(toTime(gesture.x), toTime(x)))
    }
    if (gesture?.kind === 'pan' && isDone && !gesture.isMoved) target.onCursor(toTime(x))
    gesture = undefined
  }
  on('pointerup', (event) => end(event, true))
  on('pointercancel', (event) => end(event, false))
  on('pointerleave', (event) => {
    if (event.pointerType !== 'touch' && pointers.size === 0) target.onCursor(undefined)
  })
  on('dblclick', () => target.onRange(target.extent()))

  on('wheel', (event) => {
    const unit = WHEEL_UNITS_PX[event.deltaMode] ?? 1
    const isPinch = event.ctrlKey || event.metaKey
    const range = target.range()
    if (!isPinch && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault()
      target.onRange(panBy(range, event.deltaX * unit * secPerPx(range), target.extent()))
      return
    }
    if (!isPinch && !hasFocus(area)) return
    event.preventDefault()
    const speed = isPinch ? PINCH_SPEED : WHEEL_SPEED
    const factor = Math.exp(Math.min(1, Math.max(-1, event.deltaY * unit * speed)))
    target.onRange(zoomBy(range, factor, toTime(place(event)), target.extent()))
  })

  return () => listening.abort()
}

function order(a: number, b: number): TimeRange {
  return { from: Math.min(a, b), to: Math.max(a, b) }
}

function hasFocus(area: HTMLElement): boolean {
  return area.parentElement?.contains(document.activeElement) === true
}
