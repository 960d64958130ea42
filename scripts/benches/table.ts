import Table from 'cli-table3'
import type { Figure } from '../../bench/figure.ts'
import type { Machine } from './getMachine.ts'

const headings = ['figure', 'value', 'unit', 'aim', 'met']
const headingBeside = 'beside it'

/** The figures as a table for a terminal. */
export function formatTable(figures: readonly Figure[]): string {
  const table = new Table({
    head: headingsOf(figures),
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'left', 'right', 'left'],
  })
  table.push(...figures.map((figure) => cellsOf(figure, figures)))
  return table.toString()
}

/** The figures as a Markdown table, with a line that names the machine. */
export function formatMarkdown(figures: readonly Figure[], machine: Machine): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    describe(machine),
    '',
    row(headingsOf(figures)),
    `|:--|--:|:--|--:|:--|${hasBeside(figures) ? ':--|' : ''}`,
    ...figures.map((figure) => row(cellsOf(figure, figures))),
  ].join('\n')
}

export function describe({ cpu, cores, memoryGiB, node, platform }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, ${platform}`
}

function headingsOf(figures: readonly Figure[]): string[] {
  return hasBeside(figures) ? [...headings, headingBeside] : headings
}

/** Whether any figure of the table has another's beside it. */
function hasBeside(figures: readonly Figure[]): boolean {
  return figures.some(({ beside }) => beside !== undefined)
}

function cellsOf(figure: Figure, figures: readonly Figure[]): string[] {
  const { name, value, unit, aim, better } = figure
  const sign = better === 'lower' ? '≤' : '≥'
  return [
    name,
    formatNumber(value),
    unit,
    aim === undefined ? '' : `${sign} ${formatNumber(aim)}`,
    formatMet(figure),
    ...(hasBeside(figures) ? [figure.beside ?? ''] : []),
  ]
}

/** Whether the aim is met, and by how much it is missed: the distance in percent of the aim. Empty without an aim. */
function formatMet({ value, aim, better }: Figure): string {
  if (aim === undefined) return ''
  const isMet = better === 'lower' ? value <= aim : value >= aim
  if (isMet) return 'yes'
  const distance = Math.abs(value - aim) / Math.abs(aim)
  return `no, by ${(distance * 100).toPrecision(2)} %`
}

/** Whole from 1000 on, with thousands apart; three significant digits below. */
function formatNumber(value: number): string {
  const digits =
    Math.abs(value) >= 1000 || Number.isInteger(value)
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: 3 }
  return value.toLocaleString('en-US', digits)
}
