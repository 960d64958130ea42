import type { Parameters } from '../../core/index.ts'
import { fitFigure } from '../io/fitFigure.ts'
import { drawRuler } from './drawRuler.ts'
import { fitPerDay } from './figures.ts'
import type { Frame } from './frame.ts'
import { layOut } from './layOut.ts'

const LABEL = 12

/** How a parameter is shown. */
export interface ParameterColumn {
  head: string
  unit: string
  width: number
  format: (values: Parameters, width: number, epochSec: bigint) => string
}

export const parameterColumns: readonly ParameterColumn[] = [
  {
    head: 'aggressiveness',
    unit: '%/day',
    width: 14,
    format: ({ aggressivenessPips }, width, epochSec) =>
      fitPerDay(aggressivenessPips, epochSec, width),
  },
  {
    head: 'band',
    unit: '+- %',
    width: 6,
    format: ({ bandPips }, width) => fitFigure(bandPips, 1e4, 2, width),
  },
  {
    head: 'return',
    unit: '+- %',
    width: 6,
    format: ({ returnPips }, width) => fitFigure(returnPips, 1e4, 2, width),
  },
  {
    head: 'lot',
    unit: '%',
    width: 6,
    format: ({ lotPips }, width) => fitFigure(lotPips, 1e4, 2, width),
  },
  {
    head: 'max trade',
    unit: '$k',
    width: 9,
    format: ({ maxTradeUsd }, width) => fitFigure(maxTradeUsd, 1e3, 0, width),
  },
  {
    head: 'interval',
    unit: 'days',
    width: 8,
    format: ({ intervalSec }, width) => fitFigure(intervalSec, 86_400, 1, width),
  },
  {
    head: 'CPPI',
    unit: 'x',
    width: 5,
    format: ({ cppiMultiplierE3 }, width) => fitFigure(cppiMultiplierE3, 1e3, 1, width),
  },
  {
    head: 'guard',
    unit: '%',
    width: 5,
    format: ({ guardPips }, width) => fitFigure(guardPips, 1e4, 2, width),
  },
]

const BOUNDS = 'voted bounds'

/** What the columns of the parameters, and their line, are called. */
export const parameterLabels = [...parameterColumns.map(({ head }) => head), BOUNDS]

/**
 * The eight parameters in force and as the model asks for them, and where within what voters allow the aggressiveness
 * stands. Five lines; six where the same market is proven too.
 */
export function formatParameters(frame: Frame, columns: number, color: boolean): string[] {
  const { values, proven, target, epochSec } = frame
  const row = (label: string, cell: (column: ParameterColumn) => string, style?: 'dim') =>
    layOut(
      [
        { text: ` ${label.padEnd(LABEL)}` },
        ...parameterColumns.map((column) => ({
          text: ` ${cell(column).padStart(column.width)}`,
          style,
        })),
      ],
      columns,
      color,
    )
  const format = (of: Parameters | undefined) => (column: ParameterColumn) =>
    of === undefined ? '-' : column.format(of, column.width, epochSec)
  return [
    row('', ({ head }) => head, 'dim'),
    row('', ({ unit }) => unit, 'dim'),
    row('● in force', format(values)),
    ...(proven === undefined ? [] : [row('◆ proven', format(proven))]),
    row('○ model asks', format(target)),
    formatBounds(frame, columns, color),
  ]
}

function formatBounds(
  { values, target, min, max, epochSec }: Frame,
  columns: number,
  color: boolean,
): string {
  const end = (pips: bigint) => (pips === 0n ? '0' : fitPerDay(pips, epochSec, 6).trim())
  const [low, high] = [end(min.aggressivenessPips), end(max.aggressivenessPips)]
  const label = ` ${BOUNDS.padEnd(LABEL)} `
  const unit = ' %/day (log)'
  const cells = Math.min(120, columns - label.length - low.length - high.length - unit.length - 4)
  if (cells < 8) return ''
  const ruler = drawRuler({
    value: values.aggressivenessPips,
    target: target?.aggressivenessPips,
    min: min.aggressivenessPips,
    max: max.aggressivenessPips,
    cells,
  })
  return layOut([{ text: `${label}${low} ${ruler} ${high}${unit}` }], columns, color)
}
