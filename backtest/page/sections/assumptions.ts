import { listAssumptions, listMarketAssumptions } from '../../report/listAssumptions.ts'
import type { BacktestResult } from '../../result.ts'
import { type Html, html } from '../html.ts'

/** What is left out and taken for granted: it stands before every figure. */
export function renderAssumptions(result: BacktestResult): Html {
  const { markets } = result
  return html`<section class="assumptions" aria-labelledby="left-out">
<h2 id="left-out">What is left out and assumed</h2>
<ul>
${listAssumptions(result).map((text) => html`<li>${text}</li>`)}
${markets.map(renderMarket)}
</ul>
</section>`
}

function renderMarket(market: BacktestResult['markets'][number]): Html {
  const own = listMarketAssumptions(market)
  return html`<li><em>${market.title}</em>${own.length === 0 ? undefined : html`<ul>${own.map((text) => html`<li>${text}</li>`)}</ul>`}</li>
`
}
