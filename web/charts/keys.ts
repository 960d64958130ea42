/** What the keys do while a chart has the focus. Pure. */

export type KeyAction =
  | { kind: 'pan'; share: number }
  | { kind: 'zoom'; factor: number }
  | { kind: 'begin' | 'end' | 'all' | 'leave' }
  | { kind: 'cursor'; direction: 1 | -1 }
  | { kind: 'cursorBegin' | 'cursorEnd' }

/** Of what is seen. */
const PAN_SHARE = 0.2
export const ZOOM_FACTOR = 0.5

/** @returns undefined for keys that are none of the chart's. */
export function readKey(event: {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
}): KeyAction | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined
  switch (event.key) {
    case 'ArrowLeft':
      return event.shiftKey ? { kind: 'cursor', direction: -1 } : { kind: 'pan', share: -PAN_SHARE }
    case 'ArrowRight':
      return event.shiftKey ? { kind: 'cursor', direction: 1 } : { kind: 'pan', share: PAN_SHARE }
    case 'Home':
      return { kind: event.shiftKey ? 'cursorBegin' : 'begin' }
    case 'End':
      return { kind: event.shiftKey ? 'cursorEnd' : 'end' }
    case '+':
    case '=':
      return { kind: 'zoom', factor: ZOOM_FACTOR }
    case '-':
    case '_':
      return { kind: 'zoom', factor: 1 / ZOOM_FACTOR }
    case '0':
      return { kind: 'all' }
    case 'Escape':
      return { kind: 'leave' }
    default:
      return undefined
  }
}
