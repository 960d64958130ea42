import { WITHOUT } from '../../orchestrate/createRules.ts'
import { createRuleScale } from '../../report/createRuleScale.ts'
import { formatBp, formatInterval, formatPips } from '../../report/formatFigures.ts'
import type { BacktestResult, RuleResult } from '../../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../../statistics/compareRules.ts'
import { type Html, html } from '../html.ts'
import { renderTable } from './table.ts'

/** J of every rule with its interval, the parts of it, and the table behind it. */
export function renderRules(result: BacktestResult): Html {
  const rules = result.rules
    .filter(({ ruleId }) => !ruleId.startsWith(WITHOUT))
    .toSorted((a, b) => Number(a.metrics.jBpYear) - Number(b.metrics.jBpYear))
  const x = createRuleScale(rules)
  return html`<section>
<h2>Cost and risk of every rule</h2>
<p class="lead">J in bp a year, the lowest first. Bars: <span class="key fee">fee</span> <span class="key impact">impact</span> <span class="key gas">gas</span> <span class="key risk">risk</span>; the line is the 90 % interval of J.</p>
<div class="bars" role="table" aria-label="J of every rule in bp a year">
${rules.map((rule) => renderRow(rule, x))}
</div>
<details>
<summary>All figures of all rules</summary>
${renderRuleTable(rules)}
</details>
</section>`
}

const parts = [
  ['fee', 'feeBpYear'],
  ['impact', 'impactBpYear'],
  ['gas', 'gasBpYear'],
  ['risk', 'riskBpYear'],
] as const

function renderRow(rule: RuleResult, x: (value: number) => number): Html {
  const { ruleId, title, kind, metrics, jLowBpYear, jHighBpYear } = rule
  let from = 0
  const bars = parts.map(([name, field]) => {
    const [left, right] = [x(from), x(from + Number(metrics[field]))]
    from += Number(metrics[field])
    return html`<rect class="${name}" x="${left}%" width="${Math.max(0, right - left).toFixed(2)}%" y="6" height="10"/>`
  })
  const [low, high] = [x(Number(jLowBpYear)), x(Number(jHighBpYear))]
  const j = Number(metrics.jBpYear)
  const isCut = Number(jHighBpYear) > 0 && high >= 100 && x(j) >= 100
  return html`<div class="row ${kind} ${ruleId === PROPOSAL_ID ? 'proposal' : ''}" role="row">
<div class="name" role="rowheader"><strong>${nameOf(rule)}</strong> <small>${title}</small></div>
<div class="value" role="cell"><strong>${formatBp(j)}</strong> <small>${formatInterval(jLowBpYear, jHighBpYear)}</small></div>
<div class="plot" role="cell"><svg width="100%" height="22" aria-hidden="true" focusable="false">
${bars}<line class="whisker" x1="${low}%" x2="${high}%" y1="11" y2="11"/><circle class="dot" cx="${x(j)}%" cy="11" r="4.5"/>
${isCut ? html`<text class="cut" x="98%" y="15" text-anchor="end">beyond</text>` : undefined}
</svg></div>
</div>`
}

const nameOf = ({ ruleId }: RuleResult): string =>
  ruleId === IN_FORCE_ID ? 'policy in force' : ruleId

/** Parts of the ledger that have columns of their own already. */
const shownParts = ['fee', 'impact', 'gas']

function renderRuleTable(rules: readonly RuleResult[]): Html {
  const names = (of: 'partsBpYear' | 'kindFigures') => [
    ...new Set(rules.flatMap(({ metrics }) => Object.keys(metrics[of]))),
  ]
  const ledger = names('partsBpYear').filter(
    (name) =>
      !shownParts.includes(name) &&
      rules.some(({ metrics }) => Number(metrics.partsBpYear[name]) !== 0),
  )
  const own = names('kindFigures')
  return renderTable({
    caption: 'Every figure in bp of the mean net value a year unless its column says otherwise',
    head: [
      'Rule',
      'J',
      '90 % interval',
      'fee',
      'impact',
      'gas',
      'risk',
      'net value',
      ...ledger,
      ...own,
      'trades',
      'turnover a year',
      'tracking error',
      'worst drawdown',
      'largest impact',
      'outside the band, h',
      'liquidations',
      'top-ups',
      'floor breaches',
    ],
    rows: rules.map((rule) => {
      const { metrics, jLowBpYear, jHighBpYear } = rule
      return [
        nameOf(rule),
        formatBp(metrics.jBpYear),
        formatInterval(jLowBpYear, jHighBpYear),
        formatBp(metrics.feeBpYear),
        formatBp(metrics.impactBpYear),
        formatBp(metrics.gasBpYear),
        formatBp(metrics.riskBpYear),
        formatBp(metrics.netBpYear),
        ...ledger.map((name) => formatBp(metrics.partsBpYear[name] ?? '0')),
        ...own.map((name) => formatBp(metrics.kindFigures[name] ?? '0')),
        `${metrics.trades}`,
        Number(metrics.turnoverPerYear).toFixed(2),
        formatPips(metrics.trackingErrorPips),
        formatPips(metrics.worstDrawdownPips),
        formatPips(metrics.largestImpactPips),
        (Number(metrics.outsideBandSec) / 3_600).toFixed(1),
        `${metrics.liquidations}`,
        `${metrics.topUps}`,
        `${metrics.floorBreaches}`,
      ]
    }),
  })
}
