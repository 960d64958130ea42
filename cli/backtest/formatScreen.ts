import type { Hex } from 'viem'
import { formatBp, formatInterval, formatSigned } from '../../backtest/report/formatFigures.ts'
import { listCautions } from '../../backtest/report/listCautions.ts'
import { sayVerdict } from '../../backtest/report/sayVerdict.ts'
import type { BacktestResult, RuleResult, StressRow } from '../../backtest/result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../../backtest/statistics/compareRules.ts'
import { cutText, showText, wrapText } from '../../core/index.ts'

const WIDTH = 80
/** Plain rules on the screen: the best; the page has them all. */
const SHOWN_PLAIN = 5
const SHOWN_FIELDS = 4

export interface Screen {
  result: BacktestResult
  backtestHash: Hex
  /** Where the files are. */
  out: string | undefined
}

/** The answer on one screen of 80 columns. */
export function formatScreen({ result, backtestHash, out }: Screen): string[] {
  const { headline, sentences } = sayVerdict(result)
  const title = cutText(showText(result.inputs.title), WIDTH)
  return [
    title,
    '='.repeat(Math.min(WIDTH, title.length)),
    ...wrap(describeMarket(result)),
    '',
    ...wrap(`${headline}. ${sentences.map(showText).join(' ')}`),
    '',
    ...formatRules(result),
    ...formatFields(result),
    '',
    ...wrap(sayLeftOut(result)),
    `Backtest ${backtestHash}`,
    ...(out === undefined ? [] : wrap(`Written to ${showText(out)}: open its page.html.`)),
  ]
}

const wrap = (text: string): string[] => wrapText(text, WIDTH, '  ')

function describeMarket({ markets, honesty, inputs, cases }: BacktestResult): string {
  const [market] = markets
  const days = `${honesty.days} ${honesty.days === 1 ? 'day' : 'days'}`
  const more = cases.length === 0 ? '' : `, and ${cases.length} more on the page`
  const where = `${showText(inputs.governed)} on ${showText(market?.title ?? '')}${more}`
  return `${where}: ${days}, ${market?.from} to ${market?.to}, ${market?.rows} rows.`
}

function formatRules({ rules, stress }: BacktestResult): string[] {
  const week = stress.find(({ name }) => name.startsWith('week'))
  const gas = stress.find(({ name }) => name === 'highest gas')
  const named = (id: string) => rules.filter(({ ruleId }) => ruleId === id)
  const plain = rules
    .filter(({ kind }) => kind === 'plain')
    .toSorted((a, b) => Number(a.metrics.jBpYear) - Number(b.metrics.jBpYear))
  const shown = [
    ...named(PROPOSAL_ID),
    ...named(IN_FORCE_ID),
    ...plain.slice(0, SHOWN_PLAIN),
    ...named('oracle'),
  ]
  const best =
    plain.length > SHOWN_PLAIN
      ? `Of ${plain.length} plain rules the best ${SHOWN_PLAIN}, in hindsight. `
      : ''
  return [
    formatRow(['bp a year', 'J', '90 % interval', 'cost', 'risk', 'trades', 'week', 'gas']),
    ...shown.map((rule) => formatRule(rule, week, gas)),
    ...wrap(
      `${best}J is cost and risk together: less is better. 1 bp is a hundredth of a percent of the net value. Week, gas: J in bp of the worst week, and of the day of the dearest gas.`,
    ),
  ]
}

const columns = [21, 8, 17, 8, 7, 7, 6, 6]

function formatRow(cells: readonly string[]): string {
  return cells
    .map((cell, index) => {
      const width = columns[index] as number
      return index === 0 ? cutText(cell, width).padEnd(width) : cell.padStart(width)
    })
    .join('')
}

function formatRule(rule: RuleResult, week?: StressRow, gas?: StressRow): string {
  const { metrics, jLowBpYear, jHighBpYear, ruleId } = rule
  const name = ruleId === IN_FORCE_ID ? 'policy in force' : ruleId
  const find = (row?: StressRow) => row?.rules.find((of) => of.ruleId === ruleId)?.jBp ?? '0'
  return formatRow([
    name,
    formatBp(metrics.jBpYear),
    formatInterval(jLowBpYear, jHighBpYear),
    formatBp(metrics.costBpYear),
    formatBp(metrics.riskBpYear),
    metrics.trades.toLocaleString('en-US'),
    formatBp(find(week)),
    formatBp(find(gas)),
  ])
}

function formatFields({ attribution }: BacktestResult): string[] {
  if (attribution.length === 0) return []
  const largest = attribution
    .toSorted((a, b) => Math.abs(Number(b.differenceBpYear)) - Math.abs(Number(a.differenceBpYear)))
    .slice(0, SHOWN_FIELDS)
  const rest = attribution.length - largest.length
  return [
    '',
    `What each changed field alone adds to J, bp a year${rest > 0 ? ` (${rest} smaller ones on the page)` : ''}:`,
    ...largest.map(({ field, from, to, differenceBpYear, lowBpYear, highBpYear }) => {
      const change = cutText(`${field} ${from} -> ${to}`, 46).padEnd(46)
      const interval = formatInterval(lowBpYear, highBpYear)
      const shown = interval === '' ? '' : `  (${interval})`
      return `  ${change} ${formatSigned(differenceBpYear).padStart(8)}${shown}`
    }),
  ]
}

function sayLeftOut(result: BacktestResult): string {
  const { honesty, sensitivity } = result
  const flipped = sensitivity.filter(({ isRankingFlipped }) => isRankingFlipped)
  const flips =
    flipped.length === 0
      ? 'No other assumption that was tried changes the order of the rules.'
      : `The order of the rules changes with ${flipped.map(({ name }) => name).join(', ')}.`
  const cautions = listCautions(result).map((text) => `${text} `)
  return `${showText(cautions.join(''))}Own trades do not move the recorded market; docs/backtest.md lists all that is left out and assumed. Trials so far against these settings: ${honesty.trials}. ${flips}`
}
