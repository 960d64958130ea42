const levels = '▁▂▃▄▅▆▇█'

/** One measured moment, unix seconds. */
export interface Point {
  at: number
  value: number
}

export interface Span {
  fromAt: number
  toAt: number
  /** The present time of the replay: later cells stay empty. */
  at: number
  cells: number
}

/** How one quantity is drawn. */
export interface Scale {
  /** Which of several points in a cell counts. */
  choose: (a: number, b: number) => number
  /** The least number of powers of ten that the scale spans. */
  decades: number
  /** Which end the span is counted from: where the quantity is on a calm day. */
  calmEnd: 'bottom' | 'top'
}

export interface Sparkline {
  text: string
  /** The powers of ten at the bottom and at the top. */
  bottom: number
  top: number
}

/**
 * A log-scaled chart over a fixed time, one character a cell. Its ends are powers of ten and span several, so that
 * the scale seldom moves. A cell without a point repeats the one before.
 */
export function drawSparkline(
  points: readonly Point[],
  { fromAt, toAt, at, cells }: Span,
  scale: Scale,
): Sparkline {
  const cellOf = (time: number) => {
    const share = toAt > fromAt ? (time - fromAt) / (toAt - fromAt) : 1
    return Math.min(cells - 1, Math.max(0, Math.floor(share * cells)))
  }
  const seen = points.filter((point) => point.at >= fromAt && point.at <= at)
  const chosen: (number | undefined)[] = Array(cells).fill(undefined)
  for (const point of seen) {
    const cell = cellOf(point.at)
    const before = chosen[cell]
    chosen[cell] = before === undefined ? point.value : scale.choose(before, point.value)
  }
  // The scale uses all points, so that it does not depend on the chart's width.
  const { bottom, top } = findDecades(seen, scale)
  let text = ''
  let last: number | undefined
  for (let cell = 0; cell <= cellOf(at); cell += 1) {
    last = chosen[cell] ?? last
    text += last === undefined ? ' ' : levelOf(last, bottom, top)
  }
  return { text: text.padEnd(cells), bottom, top }
}

/** How far time has got, on the same cells. */
export function drawProgress({ fromAt, toAt, at, cells }: Span): string {
  const share = toAt > fromAt ? Math.min(1, Math.max(0, (at - fromAt) / (toAt - fromAt))) : 1
  const done = Math.round(share * cells)
  return '━'.repeat(done) + '─'.repeat(cells - done)
}

function findDecades(
  points: readonly Point[],
  { decades, calmEnd }: Scale,
): { bottom: number; top: number } {
  // Zero has no place on a log scale; it is drawn as the lowest level.
  const logs = points.filter(({ value }) => value > 0).map(({ value }) => Math.log10(value))
  if (logs.length === 0) return { bottom: 0, top: decades }
  const bottom = Math.floor(Math.min(...logs))
  const top = Math.max(bottom + 1, Math.ceil(Math.max(...logs)))
  return calmEnd === 'bottom'
    ? { bottom, top: Math.max(top, bottom + decades) }
    : { bottom: Math.min(bottom, top - decades), top }
}

function levelOf(value: number, bottom: number, top: number): string {
  const share = value > 0 ? (Math.log10(value) - bottom) / (top - bottom) : 0
  return levels[Math.min(7, Math.max(0, Math.floor(share * 8)))] as string
}
