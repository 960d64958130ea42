import { fitFigure } from '../../io/fitFigure.ts'
import { fitGwei, fitPerDay, formatClock, formatDay, formatEndClock } from '../figures.ts'
import { fitWords } from '../fitText.ts'
import { parameterColumns } from '../formatParameters.ts'
import type { Frame, Status } from '../frame.ts'
import { type Item, layOut, type Style } from '../layOut.ts'
import { countOf } from '../listChecks.ts'
import type { AcrossFrame, AwayFrame } from './frame.ts'

const LABEL = 22
const CELL = 14
const BOUNDS = 17

const styles: Readonly<Record<Lowercase<Status>, Style>> = {
  unknown: 'dim',
  active: 'green',
  stale: 'yellow',
  halted: 'red',
  fallback: 'yellow',
}

interface Size {
  columns: number
  rows?: number
  color: boolean
}

/** Both chains side by side at one moment, on 19 lines at most, none longer than `columns`. */
export function formatAcrossFrame(frame: AcrossFrame, { columns, rows, color }: Size): string[] {
  const { fromAt, toAt, away, status } = frame
  const name = away?.name ?? 'away'
  const cells = (label: string, home: Item, there: Item, bounds = '') =>
    layOut(
      [
        { text: ` ${label.padEnd(LABEL)}` },
        { ...home, text: home.text.padStart(CELL) },
        { ...there, text: there.text.padStart(CELL) },
        { text: bounds === '' ? '' : `   ${bounds.padStart(BOUNDS)}`, style: 'dim' },
      ],
      columns,
      color,
    )
  const plain = (label: string, home: string, there: string, bounds?: string) =>
    cells(label, { text: home }, { text: there }, bounds)
  const span = `${formatDay(fromAt)}, ${formatClock(fromAt)} to ${formatEndClock(toAt)} UTC`
  const stateOf = (state: string): Item => {
    return { text: state, style: styles[state as Lowercase<Status>] }
  }
  const lines = [
    layOut(
      [{ text: ` ${'Gimbal across chains'.padEnd(LABEL)}`, style: 'bold' }, { text: `   ${span}` }],
      columns,
      color,
    ),
    '',
    cells('', { text: 'home', style: 'dim' }, { text: name, style: 'dim' }, `bounds of ${name}`),
    cells('status', stateOf(status.toLowerCase()), stateOf(away?.status ?? '-')),
    plain('evidence is old', formatAge(frame.homeAgeSec), formatAge(away?.ageSec)),
    plain('time, UTC', formatClock(frame.at), away === undefined ? '-' : formatClock(away.at)),
    plain('block', `${frame.blockNumber}`, away === undefined ? '-' : `${away.blockNumber}`),
    plain(
      'gas price, gwei',
      fitGwei(frame.baseFeePerGas, CELL),
      away === undefined ? '-' : fitGwei(away.baseFeePerGas, CELL),
    ),
    '',
    ...parameterColumns.map(({ head, unit, format }) => {
      const show = (values: Frame['values'] | undefined) =>
        values === undefined ? '-' : format(values, CELL - 1, frame.epochSec)
      const end = (values: Frame['values']) => format(values, 8, frame.epochSec).trim()
      const bounds = away && `${end(away.min)} to ${end(away.max)}`
      return plain(`${head}, ${unit}`, show(frame.values), show(away?.values), bounds)
    }),
    '',
    layOut([{ text: ` ${fitWords(describeMessages(away), columns - 1)}` }], columns, color),
    layOut([{ text: ` ${fitWords(describeHeld(away), columns - 1)}` }], columns, color),
  ]
  if (rows === undefined || lines.length < rows) return lines
  return lines.filter((line) => line !== '').slice(0, Math.max(1, rows - 1))
}

export const acrossLineHead =
  'UTC     gwei  home %/day  band %  age       away %/day  band %  age       on way'

/** Both chains at one moment in one line, below `acrossLineHead`. */
export function formatAcrossLine(frame: AcrossFrame): string {
  const { at, baseFeePerGas, values, away, epochSec, homeAgeSec, status } = frame
  const side = (of: Frame['values'] | undefined, state: string, ageSec: bigint | undefined) => [
    of === undefined ? '-'.padStart(10) : fitPerDay(of.aggressivenessPips, epochSec, 10),
    of === undefined ? '-'.padStart(6) : fitFigure(of.bandPips, 1e4, 2, 6),
    (state === 'active' ? formatAge(ageSec) : state).padEnd(8),
  ]
  return [
    formatClock(at),
    fitGwei(baseFeePerGas, 5),
    ...side(values, status.toLowerCase(), homeAgeSec),
    ...side(away?.values, away?.status ?? '-', away?.ageSec),
    `${away?.messages.underWay ?? '-'}`,
  ].join('  ')
}

function describeMessages(away: AwayFrame | undefined): string {
  if (away === undefined) return 'messages: none read yet'
  const { sent, delivered, underWay, failed } = away.messages
  const bad = failed === 0 ? '' : `, ${failed} failed`
  return `messages: ${sent} sent, ${delivered} delivered, ${underWay} under way${bad}`
}

function describeHeld(away: AwayFrame | undefined): string {
  if (away === undefined || away.held.length === 0) return 'its bounds hold nothing back'
  const fields = away.held.map(({ field, limit }) => {
    return `${field.replace(/(Pips|Sec|Usd|E3)$/, '')} (${limit})`
  })
  return `its bounds hold back ${countOf(fields.length, 'field', 'fields')}: ${fields.join(', ')}`
}

function formatAge(ageSec: bigint | undefined): string {
  if (ageSec === undefined) return '-'
  return ageSec < 60n ? `${ageSec} s` : `${ageSec / 60n} min`
}
