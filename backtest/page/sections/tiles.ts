import { formatBp, formatInterval, formatSigned } from '../../report/formatFigures.ts'
import type { BacktestResult } from '../../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../../statistics/compareRules.ts'
import { type Html, html } from '../html.ts'

/** The handful of figures that decide. */
export function renderTiles({ rules, comparisons, stress, honesty }: BacktestResult): Html {
  const j = (id: string) => rules.find(({ ruleId }) => ruleId === id)?.metrics.jBpYear
  const against = comparisons.find(
    ({ ruleId, against: of }) => ruleId === PROPOSAL_ID && of === IN_FORCE_ID,
  )
  const find = (name: string, id: string) =>
    stress.find((row) => row.name.startsWith(name))?.rules.find(({ ruleId }) => ruleId === id)
      ?.jBp ?? '0'
  const pair = (name: string) =>
    `${formatBp(find(name, PROPOSAL_ID))} and ${formatBp(find(name, IN_FORCE_ID))}`
  const tile = (title: string, figure: string, text: string) => html`<div class="tile">
<dt>${title}</dt><dd class="figure">${figure}</dd><dd>${text}</dd></div>`
  return html`<section id="figures" aria-label="The main figures">
<dl class="tiles">
${tile('J of the proposal', formatBp(j(PROPOSAL_ID) ?? '0'), 'bp a year, cost and risk; less is better')}
${tile('J of the policy in force', formatBp(j(IN_FORCE_ID) ?? '0'), 'bp a year')}
${
  against &&
  tile(
    'Difference',
    formatSigned(against.differenceBpYear),
    describeInterval(against.lowBpYear, against.highBpYear),
  )
}
${tile('Worst week', pair('week'), 'J in bp of that week, proposal and in force')}
${tile('Dearest gas', pair('highest gas'), 'J in bp of that day, proposal and in force')}
${tile('Seen', `${honesty.days} ${honesty.days === 1 ? 'day' : 'days'}`, `${honesty.trials} trials so far against these settings`)}
</dl>
</section>`
}

function describeInterval(low: string, high: string): string {
  const interval = formatInterval(low, high)
  return interval === ''
    ? 'bp a year; of one day there is no interval'
    : `bp a year; 90 % interval ${interval}`
}
