import { fitFigure } from '../io/fitFigure.ts'
import { drawProgress, drawSparkline, type Scale, type Span } from './drawSparkline.ts'
import {
  fitCount,
  fitGwei,
  fitPerDay,
  formatClock,
  formatEndClock,
  toPercentPerDay,
} from './figures.ts'
import type { Frame, HistoryPoint } from './frame.ts'
import { type Item, layOut } from './layOut.ts'

/** Columns of a row: name, figure, unit, and after the chart its scale. */
const NAME = 15
const FIGURE = 8
const UNIT = 7
const SCALE = 8
const MIN_CELLS = 8
/** A wider chart would say no more. */
const MAX_CELLS = 120

interface Row {
  name: string
  figure: string
  unit: string
  after: readonly Item[]
}

interface Chart extends Omit<Row, 'after'>, Scale {
  read: (point: HistoryPoint) => number
}

/** The market so far and the answer to it, over one axis of time, and what else the market is like. Five lines. */
export function formatCharts(frame: Frame, columns: number, color: boolean): string[] {
  const span: Span = {
    fromAt: Number(frame.fromAt),
    toAt: Number(frame.toAt),
    at: Number(frame.at),
    cells: Math.max(MIN_CELLS, Math.min(MAX_CELLS, columns - 1 - NAME - FIGURE - UNIT - SCALE)),
  }
  const rows = [
    {
      name: 'time',
      figure: formatClock(frame.at),
      unit: 'UTC',
      after: [drawProgress(span), ` ${formatEndClock(frame.toAt)}`].map(dim),
    },
    ...charts(frame).map((chart) => drawChart(chart, frame, span)),
    describeMarket(frame),
  ]
  return rows.map(({ name, figure, unit, after }) =>
    layOut(
      [
        { text: ` ${name.padEnd(NAME)}` },
        { text: figure.padStart(FIGURE), style: 'bold' },
        { text: ` ${unit}`.padEnd(UNIT) },
        ...after,
      ],
      columns,
      color,
    ),
  )
}

function charts({ baseFeePerGas, values, epochSec }: Frame): Chart[] {
  // Each is drawn as cautiously as it is measured: a short peak of the gas price must not fall between two cells.
  return [
    {
      name: 'gas',
      figure: fitGwei(baseFeePerGas, FIGURE),
      unit: 'gwei',
      choose: Math.max,
      decades: 3,
      calmEnd: 'bottom',
      read: (point) => Number(point.baseFeePerGas) / 1e9,
    },
    {
      name: 'aggressiveness',
      figure: fitPerDay(values.aggressivenessPips, epochSec, FIGURE),
      unit: '%/day',
      choose: Math.min,
      decades: 2,
      calmEnd: 'top',
      read: (point) => toPercentPerDay(point.aggressivenessPips, epochSec),
    },
    {
      name: 'band',
      figure: `+-${fitFigure(values.bandPips, 1e4, 2, 6).trim()}`,
      unit: '%',
      choose: Math.max,
      decades: 1,
      calmEnd: 'bottom',
      read: (point) => Number(point.bandPips) / 1e4,
    },
  ]
}

function drawChart({ name, figure, unit, read, ...scale }: Chart, frame: Frame, span: Span): Row {
  const { at, baseFeePerGas, values } = frame
  // The chart ends in what the figure beside it says.
  const history = [...frame.history, { at, baseFeePerGas, ...values }]
  const points = history.map((point) => ({ at: Number(point.at), value: read(point) }))
  const { text, bottom, top } = drawSparkline(points, span, scale)
  const range = ` ${formatDecade(bottom)}–${formatDecade(top)}`
  return { name, figure, unit, after: [{ text }, dim(range)] }
}

function describeMarket({ depthUsd6, nativePriceUsd6, blockNumber }: Frame): Row {
  const depth = depthUsd6 === undefined ? '-' : `$${fitFigure(depthUsd6, 1e12, 1, 7).trim()}`
  const price = `ether ${`$${fitFigure(nativePriceUsd6, 1e6, 0, 7).trim()}`.padStart(8)}`
  const block = `    block ${fitCount(blockNumber, 9)}`
  return { name: 'depth', figure: depth, unit: 'M', after: [{ text: price }, { text: block }] }
}

function dim(text: string): Item {
  return { text, style: 'dim' }
}

/** A power of ten in few characters: `0.01`, `10k`, `1e9`. */
function formatDecade(power: number): string {
  if (power < -2 || power > 6) return `1e${power}`
  if (power < 3) return String(10 ** power)
  return power === 6 ? '1M' : `${10 ** (power - 3)}k`
}
