import { useState } from 'react'
import { WITHOUT } from '../../backtest/orchestrate/createRules.ts'
import { createRuleScale } from '../../backtest/report/createRuleScale.ts'
import { formatBp, formatInterval, formatPips } from '../../backtest/report/formatFigures.ts'
import type { BacktestResult, RuleResult } from '../../backtest/result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../../backtest/statistics/compareRules.ts'
import { Button } from '../ui/Button.tsx'
import { DataTable } from '../ui/DataTable.tsx'
import styles from './backtest.module.css'

/** Plain rules that are shown at first: the best, in hindsight. */
const SHOWN_PLAIN = 5

/** J of every rule with its interval, the lowest first. */
export function RuleBars({ result }: { result: BacktestResult }) {
  const [isWhole, setWhole] = useState(false)
  const rules = result.rules
    .filter(({ ruleId }) => !ruleId.startsWith(WITHOUT))
    .toSorted((a, b) => Number(a.metrics.jBpYear) - Number(b.metrics.jBpYear))
  const plain = rules.filter(({ kind }) => kind === 'plain')
  const shown = isWhole
    ? rules
    : rules.filter((rule) => rule.kind !== 'plain' || plain.indexOf(rule) < SHOWN_PLAIN)
  const x = createRuleScale(rules)
  return (
    <section className={styles.part} aria-label="Cost and risk of every rule">
      <h3>Cost and risk of every rule</h3>
      <p className={styles.about}>
        J in bp a year, cost and risk together: less is better. 1 bp is a hundredth of a percent of
        the net value. The line through a bar is the 90 % interval.
      </p>
      <p className={styles.legend} aria-hidden="true">
        <span data-part="cost">cost</span> <span data-part="risk">risk</span>
      </p>
      <DataTable
        caption="J of the rules, bp a year, the lowest first"
        isCaptionHidden
        rows={shown}
        keyOf={({ ruleId }) => ruleId}
        columns={[
          { title: 'Rule', cell: (rule) => <RuleName rule={rule} result={result} /> },
          { title: 'J', align: 'end', cell: ({ metrics }) => formatBp(metrics.jBpYear) },
          { title: 'Drawn', cell: (rule) => <Bar rule={rule} x={x} /> },
          {
            title: '90 % interval',
            align: 'end',
            cell: ({ jLowBpYear, jHighBpYear }) =>
              formatInterval(jLowBpYear, jHighBpYear) || 'none',
          },
          { title: 'Cost', align: 'end', cell: ({ metrics }) => formatBp(metrics.costBpYear) },
          { title: 'Risk', align: 'end', cell: ({ metrics }) => formatBp(metrics.riskBpYear) },
          {
            title: 'Trades',
            align: 'end',
            cell: ({ metrics }) => metrics.trades.toLocaleString('en'),
          },
          {
            title: 'Worst drawdown',
            align: 'end',
            cell: ({ metrics }) => formatPips(metrics.worstDrawdownPips),
          },
        ]}
      />
      {plain.length > SHOWN_PLAIN && (
        <Button look="quiet" isSmall onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
          {isWhole ? 'Show the best plain rules only' : `Show all ${plain.length} plain rules`}
        </Button>
      )}
    </section>
  )
}

function RuleName({ rule, result }: { rule: RuleResult; result: BacktestResult }) {
  const { ruleId, title, kind } = rule
  if (ruleId === PROPOSAL_ID) return <strong>This draft</strong>
  if (ruleId === IN_FORCE_ID) {
    return <strong>{result.inputs.isAddition ? 'Example settings' : 'Policy in force'}</strong>
  }
  return (
    <span className={styles.rule}>
      {ruleId}
      <span className={styles.about}>{kind === 'oracle' ? `${title}; no choice` : title}</span>
    </span>
  )
}

/** The same as the figures beside it, for the eye. */
function Bar({ rule, x }: { rule: RuleResult; x: (jBpYear: number) => number }) {
  const { metrics, jLowBpYear, jHighBpYear, ruleId } = rule
  const [cost, j] = [x(Number(metrics.costBpYear)), x(Number(metrics.jBpYear))]
  const [low, high] = [x(Number(jLowBpYear)), x(Number(jHighBpYear))]
  return (
    <svg
      className={styles.bar}
      data-rule={ruleId === PROPOSAL_ID || ruleId === IN_FORCE_ID ? ruleId : 'plain'}
      aria-hidden="true"
      focusable="false"
    >
      <rect data-part="cost" x="0" width={`${cost}%`} y="6" height="10" />
      <rect data-part="risk" x={`${cost}%`} width={`${Math.max(0, j - cost)}%`} y="6" height="10" />
      <line x1={`${low}%`} x2={`${high}%`} y1="11" y2="11" />
      <circle cx={`${j}%`} cy="11" r="4.5" />
    </svg>
  )
}
