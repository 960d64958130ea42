import { scaleLinear, scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import type { Parameters } from '../../core/index.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import { drawStraight, drawText, round } from './page.ts'

const { blocks } = await diskReader.readRecording(await openMarket('ethereum-2022-05-12'))
/** 2022-05-12 03:30 UTC. */
const CALM_AT = 1_652_326_200n

/** What the dashed lines are. */
export const recordedNote =
  'Dashed: the recorded gas price of 2022-05-12 at 03:30 and, four hours later, at its peak.'

const gasRangeGwei: [number, number] = [10, 2_000]
const POINTS = 121
const plot = { left: 62, right: 760, top: 104, bottom: 366 }
/** Between two names of lines. */
const LABEL_HEIGHT = 16

/** A line over the price of gas. */
export interface GasLine {
  /** At its right end. */
  name: string
  /** Of its colour, 0 to 3. */
  hue: number
  isDashed?: boolean
  /** In the unit of the y axis. */
  compute: (gwei: number) => Parameters
  read: (target: Parameters) => number
}

/** Lines over a logarithmic axis of the price of gas. */
export function drawGasPlot(yTicks: readonly number[], unit: string, lines: readonly GasLine[]) {
  const x = scaleLog(gasRangeGwei, [plot.left, plot.right])
  const y = scaleLinear([0, yTicks.at(-1) ?? 1], [plot.bottom, plot.top])
  const grid = yTicks.flatMap((tick) => [
    drawStraight(tick === 0 ? 'axis' : 'grid', [plot.left, y(tick)], [plot.right, y(tick)]),
    drawText('tick', plot.left - 8, y(tick) + 4.5, `${tick}`, 'end'),
  ])
  const decades = [10, 100, 1_000].flatMap((tick) => [
    drawStraight('axis', [x(tick), plot.bottom], [x(tick), plot.bottom + 6]),
    drawText('tick', x(tick), plot.bottom + 22, tick.toLocaleString('en-US'), 'middle'),
  ])
  const recorded = readRecordedGwei().map((gwei) =>
    drawStraight('recorded', [x(gwei), plot.top], [x(gwei), plot.bottom]),
  )
  const curves = lines.map(({ compute, read }) =>
    sampleGas().map((gwei): [number, number] => [round(x(gwei)), round(y(read(compute(gwei))))]),
  )
  const draw = line()
  const paths = lines.map(({ hue, isDashed }, index) => {
    const classes = `line hue${hue}${isDashed ? ' dashed' : ''}`
    return `<path class="${classes}" d="${draw(curves[index] ?? [])}"/>`
  })
  return [
    drawText('note', plot.left, plot.top - 10, unit),
    ...grid,
    ...decades,
    ...recorded,
    drawText('note', (plot.left + plot.right) / 2, plot.bottom + 46, 'gas price, gwei', 'middle'),
    ...paths,
    ...drawNames(lines, curves),
  ]
}

/** At the lines' right ends, from the top, at least a line's height apart. */
function drawNames(lines: readonly GasLine[], curves: readonly [number, number][][]): string[] {
  const ends = lines
    .map(({ name, hue }, index) => ({ name, hue, y: curves[index]?.at(-1)?.[1] ?? 0 }))
    .toSorted((a, b) => a.y - b.y)
  let lowest = Number.NEGATIVE_INFINITY
  // What has to give way goes down; the lowest name stays above the axis.
  const places = ends.map(({ y }) => (lowest = Math.max(y + 4.5, lowest + LABEL_HEIGHT)))
  const over = Math.max(0, (places.at(-1) ?? 0) - plot.bottom)
  return ends.map(({ name, hue }, index) =>
    drawText(`label label${hue}`, plot.right + 8, (places[index] ?? 0) - over, name),
  )
}

/** Gas in a calm moment of the recorded day, and at its peak. */
function readRecordedGwei(): number[] {
  const fees = blocks.map(({ baseFeePerGas }) => Number(baseFeePerGas) / 1e9)
  return [fees[blocks.findLastIndex(({ at }) => at <= CALM_AT)] ?? 0, Math.max(...fees)]
}

/** Gas prices at equal distances on the axis. */
function sampleGas(): number[] {
  const [first, last] = gasRangeGwei
  return Array.from(
    { length: POINTS },
    (_, index) => first * (last / first) ** (index / (POINTS - 1)),
  )
}
