import { listCautions } from '../../report/listCautions.ts'
import { sayFill } from '../../report/sayFill.ts'
import type { BacktestResult } from '../../result.ts'
import { type Html, html } from '../html.ts'

/** What is so in every backtest. */
const always = [
  'Own trades cost their impact, but do not move the recorded market: nobody answers to them.',
  'The market is one that happened. Another one would give other figures, and the next one will be another.',
  'The core, the bounds, steps, budget, cooldown and delays are those of the contract; reporters and keepers never fail here.',
  'A rule pays gas at the price of the block in which it trades; what a push of the value costs is not charged to any rule.',
  'J adds what trading costs to what being away from the target risks; the price of risk is that of the policy in force, for every rule.',
] as const

/** What is left out and taken for granted: it stands before every figure. */
export function renderAssumptions(result: BacktestResult): Html {
  const { markets } = result
  const own = [...listCautions(result), ...sayFill(result)]
  return html`<section class="assumptions" aria-labelledby="left-out">
<h2 id="left-out">What is left out and assumed</h2>
<ul>
${[...own, ...always].map((text) => html`<li>${text}</li>`)}
${markets.map(renderMarket)}
</ul>
</section>`
}

function renderMarket({ title, assumptions, gaps }: BacktestResult['markets'][number]): Html {
  const own = [
    ...assumptions,
    ...(gaps > 0 ? [`The record has ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}; none is filled.`] : []),
  ]
  return html`<li><em>${title}</em>${own.length === 0 ? undefined : html`<ul>${own.map((text) => html`<li>${text}</li>`)}</ul>`}</li>
`
}
