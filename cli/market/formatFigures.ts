import { showText } from '../../core/index.ts'
import type { FigureLine } from '../../market/check/figureLines.ts'

const LEVELS = '▁▂▃▄▅▆▇█'

/** A line for each figure: lowest, highest, last, and its course in `cells` characters. */
export function formatFigures(figures: readonly FigureLine[], cells: number): string[] {
  const head = `  ${''.padEnd(16)}${['lowest', 'highest', 'last'].map((name) => name.padStart(12)).join('')}`
  const lines = figures.map((figure) => {
    const { name, unit, values } = figure
    const { low, high } = findRange(values)
    const last = values.findLast((value) => !Number.isNaN(value)) ?? Number.NaN
    const shown = [low, high, last].map((value) => formatFigure(value).padStart(12)).join('')
    return `  ${`${showText(name).slice(0, 10)}, ${unit}`.padEnd(16)}${shown}  ${drawCourse(values, low, high, cells)}`.trimEnd()
  })
  return figures.length === 0 ? [] : [head, ...lines]
}

/** Lowest and highest of some values; NaN for none. */
export function findRange(values: Float64Array): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low > high ? { low: Number.NaN, high: Number.NaN } : { low, high }
}

/** Four digits, and thousands separators. */
function formatFigure(value: number): string {
  if (Number.isNaN(value)) return '-'
  const digits = Math.abs(value) >= 1_000 ? 0 : Math.abs(value) >= 10 ? 2 : 4
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

/** The mean of each cell between the lowest and the highest figure. */
function drawCourse(values: Float64Array, low: number, high: number, cells: number): string {
  const perCell = Math.max(1, values.length / cells)
  return Array.from({ length: Math.min(cells, values.length) }, (_, cell) => {
    const from = Math.floor(cell * perCell)
    const part = values.subarray(from, Math.max(from + 1, Math.floor((cell + 1) * perCell)))
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length
    if (Number.isNaN(mean)) return ' '
    const share = high > low ? (mean - low) / (high - low) : 0.5
    return LEVELS[Math.min(7, Math.floor(share * 8))] ?? ' '
  }).join('')
}
