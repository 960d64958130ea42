import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { Core } from '../../core/index.ts'
import { followVault, type VaultPath } from './followVault.ts'
import { evaluateAt, toMaxTradeShare, VOLATILITY } from './market.ts'
import { drawPage, drawStraight, drawText, round } from './page.ts'

const GWEI = 300
const DEPTH_MILLION_USD = 100
const DAYS = 40
const yTicks = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]
const plot = { left: 62, right: 640, top: 94, bottom: 366 }
/** Of the two sizes beside the plot. */
const bars = { lot: 786, maxTrade: 838 }

/** The drift of a vault over time, with its trades: what band, return, lot and largest trade are. */
export function drawVault(core: Core): string {
  const target = evaluateAt(core, GWEI, DEPTH_MILLION_USD)
  const path = followVault(target, { days: DAYS, volatility: VOLATILITY })
  const x = scaleLinear([0, DAYS], [plot.left, plot.right])
  const y = scaleLinear([yTicks[0] ?? 0, yTicks.at(-1) ?? 0], [plot.bottom, plot.top])
  const percent = (pips: bigint) => Number(pips) / 1e4
  const [band, back] = [percent(target.bandPips), percent(target.returnPips)]
  const lotPercent = percent(target.lotPips)
  const maxPercent = 100 * toMaxTradeShare(target)
  const across = (classes: string, level: number) =>
    drawStraight(classes, [plot.left, y(level)], [plot.right, y(level)])
  const area = { height: round(y(-band) - y(band)), top: round(y(band)) }
  return drawPage(
    'A vault leaves its drift alone inside the band and trades back towards the return line',
    'What a vault does: wait inside the band, come back towards the return line',
    [
      `Half ether, $10 M; gas ${GWEI} gwei, depth $${DEPTH_MILLION_USD} M, volatility 100 %. Prices are made up, with a fall of 13 % after 28 days.`,
    ],
    [
      `<rect class="inside" x="${plot.left}" y="${area.top}" width="${plot.right - plot.left}" height="${area.height}"/>`,
      drawText('note', plot.left, plot.top - 10, 'drift, % of the portfolio'),
      ...yTicks.flatMap((tick) => [
        across(tick === 0 ? 'axis' : 'grid', tick),
        drawText('tick', plot.left - 8, y(tick) + 4.5, `${tick}`.replace('-', '−'), 'end'),
      ]),
      ...[0, 10, 20, 30, 40].map((day) =>
        drawText('tick', x(day), plot.bottom + 22, `${day}`, 'middle'),
      ),
      drawText('note', (plot.left + plot.right) / 2, plot.bottom + 46, 'days', 'middle'),
      ...[band, -band].map((level) => across('line thin hue1', level)),
      ...[back, -back].map((level) => across('line thin hue1 dashed', level)),
      drawText('label label1', plot.right + 8, y(band) + 5, `band ${band.toFixed(2)} %`),
      drawText('label label1', plot.right + 8, y(back) + 5, `return ${back.toFixed(2)} %`),
      ...drawPath(path, x, y),
      ...drawBar(bars.lot, y, lotPercent, 'lot'),
      ...drawBar(bars.maxTrade, y, maxPercent, 'largest trade'),
    ],
  )
}

type Scale = (value: number) => number

function drawPath({ pieces, trades }: VaultPath, x: Scale, y: Scale): string[] {
  const draw = line()
  return [
    ...pieces.map((points) => {
      const placed = points.map(([day, drift]): [number, number] => [
        round(x(day)),
        round(y(100 * drift)),
      ])
      return `<path class="line thin hue2" d="${draw(placed)}"/>`
    }),
    ...trades.flatMap(({ day, from, to }) => [
      drawStraight('trade', [x(day), y(100 * from)], [x(day), y(100 * to)]),
      `<circle class="tradePoint" cx="${round(x(day))}" cy="${round(y(100 * to))}" r="4"/>`,
    ]),
  ]
}

/** A size to the scale of the plot, as a bar about the middle. */
function drawBar(at: number, y: Scale, percent: number, name: string): string[] {
  const [top, bottom] = [y(percent / 2), y(-percent / 2)]
  return [
    drawStraight('trade', [at, top], [at, bottom]),
    ...[top, bottom].map((level) => drawStraight('trade', [at - 6, level], [at + 6, level])),
    drawText('label tradeLabel', at, top - 24, name, 'middle'),
    drawText('label tradeLabel', at, top - 8, `${percent.toFixed(2)} %`, 'middle'),
  ]
}
