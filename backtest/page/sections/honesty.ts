import { formatChance } from '../../report/formatFigures.ts'
import type { BacktestResult } from '../../result.ts'
import { type Html, html } from '../html.ts'

/** How much of what was seen may be luck. */
export function renderHonesty({ honesty }: BacktestResult): Html {
  const item = (title: string, figure: string | number, text: string) =>
    html`<div class="tile"><dt>${title}</dt><dd class="figure">${figure}</dd><dd>${text}</dd></div>`
  return html`<section>
<h2>How much of this may be luck</h2>
${honesty.tooShortReason === undefined ? undefined : html`<p class="warn">Too short to judge. ${honesty.tooShortReason}</p>`}
<dl class="tiles">
${item('Trials', honesty.trials, 'rules and policies tried on markets and portfolios for this proposal, this run included; whoever tries many finds a good one by luck')}
${item('Days', honesty.days, 'of the first market; the unit of every interval')}
${item('Reality Check p', formatChance(honesty.realityCheckP), 'chance to see the best plain rule beat the policy in force as it did, if none is better (White 2000)')}
${item('Deflated Sharpe ratio', formatChance(honesty.deflatedSharpe), "chance that the proposal's advantage in return is more than the best of so many trials by luck (Bailey and Lopez de Prado 2014)")}
${item('Overfitting', formatChance(honesty.overfittingProbability), 'chance that the rule that is best in one half of the time is below the middle in the other (CSCV)')}
</dl>
</section>`
}
