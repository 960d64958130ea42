import { WITHOUT } from '../../orchestrate/createRules.ts'
import { formatBp, formatSigned } from '../../report/formatFigures.ts'
import type { BacktestResult } from '../../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../../statistics/compareRules.ts'
import { type Html, html } from '../html.ts'
import { renderTable } from './table.ts'

/** Rules that a table beside the main one shows: the judged two, then the plain ones that did best. */
function pickColumns({ rules }: BacktestResult): string[] {
  const plain = rules
    .filter(({ kind }) => kind === 'plain')
    .toSorted((a, b) => Number(a.metrics.jBpYear) - Number(b.metrics.jBpYear))
    .slice(0, 4)
    .map(({ ruleId }) => ruleId)
  const judged = [PROPOSAL_ID, IN_FORCE_ID].filter((id) => rules.some((of) => of.ruleId === id))
  return [...judged, ...plain]
}

const nameOf = (id: string): string => (id === IN_FORCE_ID ? 'policy in force' : id)

/** What a careful person could have picked at the time, fold by fold. */
export function renderWalkForward({ walkForward }: BacktestResult): Html | undefined {
  if (walkForward.length === 0) return undefined
  return html`<section>
<h2>Fold by fold</h2>
<p class="lead">For each fold, the plain rule that was best on the folds before it: what could have been picked then. The grey figure is what it was picked by, seen in hindsight; black figures were not seen when it was picked.</p>
${renderTable({
  caption: 'J in bp a year of each fold',
  head: ['Fold', 'proposal', 'policy in force', 'picked rule', 'its J before', 'its J here'],
  rows: walkForward.map((fold) => [
    `${fold.from} to ${fold.to}`,
    formatBp(fold.proposalJBpYear),
    formatBp(fold.inForceJBpYear),
    fold.pickedRuleId ?? 'nothing to pick by',
    fold.pickedPastJBpYear === undefined
      ? '-'
      : html`<span class="seen">${formatBp(fold.pickedPastJBpYear)}</span>`,
    fold.pickedJBpYear === undefined ? '-' : formatBp(fold.pickedJBpYear),
  ]),
})}
</section>`
}

/** The worst weeks and days: never only the mean. */
export function renderStress(result: BacktestResult): Html | undefined {
  const { stress } = result
  if (stress.length === 0) return undefined
  const columns = pickColumns(result)
  const cell = (row: (typeof stress)[number], id: string) => {
    const found = row.rules.find(({ ruleId }) => ruleId === id)
    if (found === undefined) return '-'
    return html`${formatSigned(found.navChangeBp)} <small>J ${formatBp(found.jBp)}</small>`
  }
  return html`<section>
<h2>The worst times</h2>
<p class="lead">Change of the net value in bp, and J in bp of that time. Weeks are those in which the policy in force lost most; the price of the asset decides most of it.</p>
${renderTable({
  caption: 'Change of the net value and J in bp, not a year',
  head: ['Time', ...columns.map(nameOf)],
  rows: stress.map((row) => [
    html`${row.name} <small>${row.from === row.to ? row.from : `${row.from} to ${row.to}`}</small>`,
    ...columns.map((id) => cell(row, id)),
  ]),
})}
</section>`
}

/** The same under assumptions that nobody knows for sure. */
export function renderSensitivity(result: BacktestResult): Html | undefined {
  const { sensitivity, rules } = result
  if (sensitivity.length === 0) return undefined
  const columns = pickColumns(result)
  const main = rules.filter(({ ruleId }) => !ruleId.startsWith(WITHOUT))
  const find = (of: readonly { ruleId: string; jBpYear: string }[], id: string) =>
    formatBp(of.find(({ ruleId }) => ruleId === id)?.jBpYear ?? '0')
  const asRun = main.map(({ ruleId, metrics }) => ({ ruleId, jBpYear: metrics.jBpYear }))
  return html`<section>
<h2>Other assumptions</h2>
<p class="lead">J in bp a year if one assumption is another one: how fast the pool refills, how long a trade takes, the fee, the price of risk (gamma). A changed ranking means that some two rules, not always the judged ones, swap places.</p>
${renderTable({
  caption: 'J in bp a year',
  head: ['Assumption', ...columns.map(nameOf), 'ranking'],
  rows: [
    ['as run', ...columns.map((id) => find(asRun, id)), ''],
    ...sensitivity.map(({ name, rules: of, isRankingFlipped }) => [
      name,
      ...columns.map((id) => find(of, id)),
      isRankingFlipped ? html`<strong class="flip">changed</strong>` : 'the same',
    ]),
  ],
})}
</section>`
}
