import { scaleSqrt } from 'd3-scale'
import { WITHOUT } from '../../orchestrate/createRules.ts'
import type { RuleRun, Trade } from '../../outcome.ts'
import { formatUsd6 } from '../../report/formatFigures.ts'
import { IN_FORCE_ID } from '../../statistics/compareRules.ts'
import type { PageContent } from '../content.ts'
import { type Html, html } from '../html.ts'

/** Marks of a row: trades that are nearer to one another than a phone can show are one mark. */
const BINS = 240

/** When each rule traded, a strip a rule: wider circles are larger trades; above the line bought, below sold. */
export function renderTrades({ runs, series }: PageContent): Html {
  const [firstAt, lastAt] = [series.at[0] ?? 0, series.at.at(-1) ?? 1]
  const shown = runs.filter(({ ruleId }) => !ruleId.startsWith(WITHOUT))
  const largest = Math.max(
    1,
    ...shown
      .flatMap(({ trades }) => toMarks(trades, firstAt, lastAt))
      .map(({ sizeUsd6 }) => sizeUsd6),
  )
  const radius = scaleSqrt([0, largest], [1.5, 7])
  return html`<section>
<h2>Where each rule traded</h2>
<p class="lead">From ${formatTime(firstAt)} to ${formatTime(lastAt)}. Above the line a rule bought, below it sold; the area of a mark is the size. The largest is ${formatUsd6(largest)}.</p>
<div class="strips" role="table" aria-label="Number and size of the trades of each rule">
${shown.map((run) => renderStrip(run, toMarks(run.trades, firstAt, lastAt), radius))}
</div>
</section>`
}

interface Mark {
  bin: number
  sizeUsd6: number
  isBought: boolean
}

function toMarks(trades: readonly Trade[], firstAt: number, lastAt: number): Mark[] {
  const marks = new Map<string, Mark>()
  for (const { at, amountUsd6 } of trades) {
    const share = (at - firstAt) / Math.max(1, lastAt - firstAt)
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(share * BINS)))
    const isBought = amountUsd6 > 0
    const mark = marks.get(`${bin} ${isBought}`) ?? { bin, sizeUsd6: 0, isBought }
    mark.sizeUsd6 += Math.abs(amountUsd6)
    marks.set(`${bin} ${isBought}`, mark)
  }
  return [...marks.values()]
}

function renderStrip(
  { ruleId, trades, kind }: RuleRun,
  marks: readonly Mark[],
  radius: (size: number) => number,
): Html {
  const name = ruleId === IN_FORCE_ID ? 'policy in force' : ruleId
  const total = trades.reduce((sum, { amountUsd6 }) => sum + Math.abs(amountUsd6), 0)
  const count = `${trades.length.toLocaleString('en-US')} ${trades.length === 1 ? 'trade' : 'trades'}`
  return html`<div class="row ${kind} ${ruleId}" role="row">
<div class="name" role="rowheader"><strong>${name}</strong></div>
<div class="value" role="cell"><small>${count}, ${formatUsd6(total)}</small></div>
<div class="plot" role="cell"><svg width="100%" height="32" aria-hidden="true" focusable="false">
<line class="axis" x1="0" x2="100%" y1="16" y2="16"/>
${marks.map(({ bin, sizeUsd6, isBought }) => html`<circle class="${isBought ? 'bought' : 'sold'}" cx="${((100 * (bin + 0.5)) / BINS).toFixed(2)}%" cy="${isBought ? 11 : 21}" r="${radius(sizeUsd6).toFixed(1)}"/>`)}
</svg></div>
</div>`
}

const formatTime = (at: number): string =>
  `${new Date(at * 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
