import { scaleLinear } from 'd3-scale'
import { formatInterval, formatSigned } from '../../report/formatFigures.ts'
import type { BacktestResult } from '../../result.ts'
import { type Html, html } from '../html.ts'

/** What each changed field alone does: J of the proposal less J with that field as it is in force. */
export function renderAttribution(result: BacktestResult): Html {
  const { attribution, notAttributed, inputs } = result
  if (inputs.changed.length === 0) {
    return html`<section><h2>What each change alone does</h2>
<p>The proposal changes nothing that a backtest can see.</p></section>`
  }
  if (attribution.length === 0) {
    return html`<section><h2>What each change alone does</h2>
<p>One field is changed (${inputs.changed.join(', ')}), so all of the difference is its own.</p></section>`
  }
  const most = Math.max(
    1,
    ...attribution.flatMap(({ lowBpYear, highBpYear, differenceBpYear }) =>
      [lowBpYear, highBpYear, differenceBpYear].map((value) => Math.abs(Number(value))),
    ),
  )
  const x = scaleLinear([-most, most], [2, 98]).clamp(true)
  const rows = attribution.toSorted(
    (a, b) => Math.abs(Number(b.differenceBpYear)) - Math.abs(Number(a.differenceBpYear)),
  )
  return html`<section>
<h2>What each change alone does</h2>
<p class="lead">J of the proposal less J of the proposal with that one field as it is in force, bp a year. Left of the line the change helps, right of it the change harms. Effects need not add up: fields work together.</p>
<div class="bars fields" role="table" aria-label="What each changed field adds to J, bp a year">
${rows.map(
  ({
    field,
    label,
    from,
    to,
    differenceBpYear,
    lowBpYear,
    highBpYear,
    verdict,
  }) => html`<div class="row" role="row">
<div class="name" role="rowheader"><strong>${field}</strong> <small>${label}: ${from} &rarr; ${to}</small></div>
<div class="value" role="cell"><strong>${formatSigned(differenceBpYear)}</strong> <small>${[formatInterval(lowBpYear, highBpYear), verdict].filter((text) => text !== '').join('; ')}</small></div>
<div class="plot" role="cell"><svg width="100%" height="22" aria-hidden="true" focusable="false">
<line class="axis" x1="50%" x2="50%" y1="0" y2="22"/>
<line class="whisker" x1="${x(Number(lowBpYear)).toFixed(2)}%" x2="${x(Number(highBpYear)).toFixed(2)}%" y1="11" y2="11"/>
<circle class="dot" cx="${x(Number(differenceBpYear)).toFixed(2)}%" cy="11" r="4.5"/>
</svg></div>
</div>`,
)}
</div>
${notAttributed.length > 0 ? html`<p class="lead">Not looked at alone, as the rest would be refused or there are too many: ${notAttributed.join(', ')}.</p>` : undefined}
</section>`
}
