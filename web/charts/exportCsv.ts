import type { ChartMark, TimeRange } from './chart.ts'
import { type SeenColumn, walkRows } from './seenRows.ts'

/** What makes a spreadsheet take a cell for a formula, plain and in full width. */
const FORMULA = /(^|[;,|])(\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/**
 * What is seen as CSV (RFC 4180, UTF-8): a row per moment, its time as Unix seconds and in UTC, a column per line with the
 * unit in its name, and the marks.
 *
 * A number is written so that it reads back as the same. A cell is empty where a line has no point at that moment, and `NaN`
 * where it breaks. A line that holds its values has the point before the range too. Text begins with an apostrophe, also
 * behind what may separate cells, where a spreadsheet would take it for a formula.
 */
export function exportCsv(
  columns: readonly SeenColumn[],
  marks: readonly ChartMark[],
  marksLabel: string,
  unit: string,
  range: TimeRange,
): string {
  const names = columns.map(({ label }) => (unit === '' ? label : `${label} (${unit})`))
  const head = ['time (Unix seconds)', 'time (ISO 8601, UTC)', ...names]
  const withMarks = marks.length > 0
  const lines = [[...head, ...(withMarks ? [marksLabel] : [])].map(toTextCell).join(',')]
  for (const row of walkRows(columns, marks, range)) {
    const cells = [String(row.at), toIso(row.at), ...row.points.map(toNumberCell)]
    if (withMarks) cells.push(row.marks.length === 0 ? '' : toTextCell(row.marks.join(' / ')))
    lines.push(cells.join(','))
  }
  return `${lines.join('\r\n')}\r\n`
}

/** A stranger's text as one cell: on one line, in quotation marks, and never a formula. */
export function toTextCell(text: string): string {
  const plain = text.replace(/\p{Cc}+/gu, ' ').replace(FORMULA, "$1'$2")
  return `"${plain.replaceAll('"', '""')}"`
}

function toNumberCell(point: number | undefined): string {
  if (point === undefined) return ''
  return Number.isFinite(point) ? String(point) : 'NaN'
}

function toIso(at: number): string {
  return new Date(at * 1_000).toISOString().replace('.000Z', 'Z')
}
