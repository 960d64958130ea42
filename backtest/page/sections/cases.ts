import { formatBp, formatInterval, formatSigned } from '../../report/formatFigures.ts'
import type { BacktestResult } from '../../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../../statistics/compareRules.ts'
import { type Html, html } from '../html.ts'
import { renderTable } from './table.ts'

/** Further markets and portfolios, one line each. */
export function renderCases({ cases }: BacktestResult): Html | undefined {
  if (cases.length === 0) return undefined
  return html`<section>
<h2>Other markets and portfolios</h2>
${renderTable({
  caption: 'J in bp a year; the difference is proposal less policy in force',
  head: [
    'Market',
    'portfolio',
    'days',
    'proposal',
    'policy in force',
    'difference',
    '90 % interval',
    'verdict',
    'lowest plain rule',
  ],
  rows: cases.map(({ market, portfolio, days, rules, comparisons }) => {
    const j = (id: string) => rules.find(({ ruleId }) => ruleId === id)?.metrics.jBpYear ?? '0'
    const found = comparisons.find(
      ({ ruleId, against }) => ruleId === PROPOSAL_ID && against === IN_FORCE_ID,
    )
    const [best] = rules
      .filter(({ kind }) => kind === 'plain')
      .toSorted((a, b) => Number(a.metrics.jBpYear) - Number(b.metrics.jBpYear))
    return [
      market,
      portfolio,
      days,
      formatBp(j(PROPOSAL_ID)),
      formatBp(j(IN_FORCE_ID)),
      formatSigned(found?.differenceBpYear ?? '0'),
      formatInterval(found?.lowBpYear ?? '0', found?.highBpYear ?? '0'),
      found?.verdict ?? '',
      best === undefined ? 'none' : `${best.ruleId}, ${formatBp(best.metrics.jBpYear)}`,
    ]
  }),
})}
</section>`
}
