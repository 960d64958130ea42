// Draws docs/model-plot.svg: aggressiveness and band over gas price and depth, from the real core.
// The same core gives the same bytes. Run: node scripts/plotModel.ts

import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { scaleLinear, scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import { defaultNavUsd6, defaultPolicy } from '../backtest/defaultPolicy.ts'
import { type Core, loadCore, type Observation, type Parameters } from '../core/index.ts'
import { readScenario } from '../market/scenarioTable.ts'

/** The market of the plot: the recorded day just before its shock, rounded. */
const market: Omit<Observation, 'baseFeePerGas' | 'depthUsd6'> = {
  gasUsedRatioPips: 500_000n, // 50 %: EIP-1559's target
  nativePriceUsd6: 1_700_000_000n, // $1,700
  depthRefUsd6: 120_000_000_000_000n, // $120 M
  varianceWad: 32_400_000_000_000_000n, // 18 % squared
  navUsd6: defaultNavUsd6,
}

const scenarioUrl = new URL('../market/polygon-2023-08-17.csv', import.meta.url)
const SHOCK_MINUTE = 21 * 60 + 34

const depthsMillionUsd = [120, 60, 30, 15]
const gasRangeGwei: [number, number] = [10, 20_000]
const POINTS = 121

interface Panel {
  title: string
  unit: string
  left: number
  yMax: number
  yTicks: number[]
  compute: (target: Parameters) => number
  /** Position of the lines' names: at their left ends, inside, or at their right ends, outside. */
  labels: 'left' | 'right'
}

const size = { width: 900, height: 470 }
const plot = { width: 345, top: 122, bottom: 400 }

const panels: Panel[] = [
  {
    title: 'Aggressiveness',
    unit: '% of the drift closed a day',
    left: 62,
    yMax: 16,
    yTicks: [0, 4, 8, 12, 16],
    compute: ({ aggressivenessPips }) =>
      (Number(aggressivenessPips) * 86_400) / Number(defaultPolicy.epochSec) / 1e4,
    labels: 'left',
  },
  {
    title: 'Band',
    unit: '± % around the target weight',
    left: 478,
    yMax: 8,
    yTicks: [0, 2, 4, 6, 8],
    compute: ({ bandPips }) => Number(bandPips) / 1e4,
    labels: 'right',
  },
]

/** The plot as SVG; readable on light and on dark pages. */
export function plotModel(core: Core): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">
<title>Aggressiveness falls and the band widens when gas gets dear or the pool gets thin</title>
<style>${style}</style>
<rect class="page" width="${size.width}" height="${size.height}" rx="8"/>
<text class="heading" x="20" y="30">Dear gas, thin pool: trade less, tolerate more</text>
<text class="note" x="20" y="51">One line a depth of the pool; usual depth $120 M, ether $1,700, volatility 18 % a year, portfolio $10 M.</text>
<text class="note" x="20" y="71">Dashed: the recorded gas price of 2023-08-17 at 21:34 and, eleven minutes later, at its peak.</text>
${panels.map((panel) => drawPanel(core, panel)).join('\n')}
</svg>
`
}

function drawPanel(core: Core, panel: Panel): string {
  const { left, yMax, yTicks, title, unit } = panel
  const x = scaleLog(gasRangeGwei, [left, left + plot.width])
  const y = scaleLinear([0, yMax], [plot.bottom, plot.top])
  const right = left + plot.width
  const grid = yTicks.map((tick) => {
    const at = y(tick).toFixed(1)
    return (
      `<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/>` +
      `<text class="tick" x="${left - 8}" y="${(y(tick) + 4.5).toFixed(1)}" text-anchor="end">${tick}</text>`
    )
  })
  const decades = [10, 100, 1_000, 10_000].map((tick) => {
    const at = x(tick).toFixed(1)
    return (
      `<line class="axis" x1="${at}" x2="${at}" y1="${plot.bottom}" y2="${plot.bottom + 6}"/>` +
      `<text class="tick" x="${at}" y="${plot.bottom + 22}" text-anchor="middle">${tick.toLocaleString('en-US')}</text>`
    )
  })
  return [
    `<text class="title" x="${left}" y="${plot.top - 14}">${title}<tspan class="unit" dx="8">${unit}</tspan></text>`,
    ...grid,
    `<line class="axis" x1="${left}" x2="${right}" y1="${plot.bottom}" y2="${plot.bottom}"/>`,
    ...decades,
    ...recordedGwei().map((gwei) => {
      const at = x(gwei).toFixed(1)
      return `<line class="recorded" x1="${at}" x2="${at}" y1="${plot.top}" y2="${plot.bottom}"/>`
    }),
    `<text class="unit" x="${(left + right) / 2}" y="${plot.bottom + 46}" text-anchor="middle">gas price, gwei</text>`,
    ...drawLines(core, panel, x, y),
  ].join('\n')
}

/** Gas as the shock of the recorded day began, and at its peak. */
function recordedGwei(): number[] {
  const { minutes } = readScenario(fileURLToPath(scenarioUrl))
  return [SHOCK_MINUTE, SHOCK_MINUTE + 11].map((index) => {
    return Number(minutes[index]?.baseFeePerGas) / 1e9
  })
}

type Scale = (value: number) => number

function drawLines(core: Core, panel: Panel, x: Scale, y: Scale): string[] {
  const curves = depthsMillionUsd.map((depth) =>
    sampleGas().map((gwei): [number, number] => {
      const observation = {
        ...market,
        baseFeePerGas: BigInt(Math.round(gwei * 1e9)),
        depthUsd6: BigInt(depth) * 10n ** 12n,
      }
      const target = core.evaluate(observation, defaultPolicy)
      return [round(x(gwei)), round(y(panel.compute(target)))]
    }),
  )
  const draw = line()
  const paths = curves.map((points, index) => {
    return `<path class="line depth${index}" d="${draw(points)}"/>`
  })
  return [...paths, ...(panel.labels === 'left' ? labelLeft(curves) : labelRight(curves))]
}

/** A tenth of a pixel is enough, and keeps the file small. */
function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

/** Gas prices at equal distances on the axis. */
function sampleGas(): number[] {
  const [first, last] = gasRangeGwei
  return Array.from(
    { length: POINTS },
    (_, index) => first * (last / first) ** (index / (POINTS - 1)),
  )
}

type Curve = [x: number, y: number][]

/** Between the axis and the first dashed line, where the lines lie far apart. */
const LABEL_POINT = 4

function labelLeft(curves: Curve[]): string[] {
  return curves.map((curve, index) => {
    const [x, y] = curve[LABEL_POINT] as [number, number]
    return drawLabel(index, x + 2, y - 7)
  })
}

/** Labels keep their distance: each at least 16 above the one before it. */
function labelRight(curves: Curve[]): string[] {
  let lowest = Number.POSITIVE_INFINITY
  return curves.map((curve, index) => {
    const [x, y] = curve.at(-1) as [number, number]
    lowest = Math.min(y + 4.5, lowest - 16)
    return drawLabel(index, x + 7, lowest)
  })
}

function drawLabel(index: number, x: number, y: number): string {
  const text = `$${depthsMillionUsd[index]} M`
  return `<text class="label label${index}" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${text}</text>`
}

const light = ['#4f97dc', '#2a70bd', '#174c8c', '#0b254d']
const dark = ['#3f86cf', '#6faef0', '#a6cef8', '#e3f0ff']

const style = `
text { font-family: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2328; }
.page { fill: #ffffff; }
.heading { font-size: 19px; font-weight: 600; }
.title { font-size: 16px; font-weight: 600; }
.note, .unit, .tick { font-size: 14px; font-weight: 400; fill: #57606a; }
.label { font-size: 14px; font-weight: 600; }
.grid { stroke: #d8dee4; }
.axis { stroke: #57606a; }
.recorded { stroke: #57606a; stroke-dasharray: 2 4; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
${colour(light)}
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.page { fill: #0d1117; }
.note, .unit, .tick { fill: #9da7b3; }
.grid { stroke: #2b323b; }
.axis, .recorded { stroke: #9da7b3; }
${colour(dark)}
}
`

function colour(palette: string[]): string {
  return palette
    .map(
      (value, index) => `.depth${index} { stroke: ${value}; } .label${index} { fill: ${value}; }`,
    )
    .join('\n')
}

if (import.meta.main) {
  writeFileSync(new URL('../docs/model-plot.svg', import.meta.url), plotModel(await loadCore()))
}
