import type { BacktestResult, Comparison, RuleResult } from '../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../statistics/compareRules.ts'
import { findDifference } from './findDifference.ts'
import { formatBp, formatInterval } from './formatFigures.ts'

/** What a voter is told first. */
export interface SaidVerdict {
  verdict: Comparison['verdict'] | 'nothing to compare'
  /** A few words: `No difference shown`. */
  headline: string
  /** Whole sentences. */
  sentences: readonly string[]
}

const headlines: Readonly<Record<SaidVerdict['verdict'], string>> = {
  better: 'Better than the policy in force',
  worse: 'Worse than the policy in force',
  'no difference shown': 'No difference shown',
  'too short to judge': 'Too short to judge',
  'nothing to compare': 'Nothing to compare',
}

/** The answer in plain sentences: against the policy in force, then against plain rules. */
export function sayVerdict(result: BacktestResult): SaidVerdict {
  const comparison = result.comparisons.find(
    (of) => of.ruleId === PROPOSAL_ID && of.against === IN_FORCE_ID,
  )
  if (changesNothing(result)) {
    return {
      verdict: 'nothing to compare',
      headline: headlines['nothing to compare'],
      sentences: [NOTHING_CHANGED],
    }
  }
  const verdict = comparison?.verdict ?? 'nothing to compare'
  return {
    verdict,
    headline: headlines[verdict],
    sentences: [...sayAgainstInForce(result, comparison), ...sayAgainstPlain(result)],
  }
}

const NOTHING_CHANGED =
  'The proposal leaves policy, bounds, fallback and freshness as they are in force. A backtest runs nothing else: it cannot show what other reporters, another source or a market that is resumed would do.'

function changesNothing({ inputs }: BacktestResult): boolean {
  return !inputs.isAddition && findDifference(inputs.inForce, inputs.proposal) === undefined
}

function sayAgainstInForce(
  { honesty, inputs }: BacktestResult,
  comparison: Comparison | undefined,
): string[] {
  if (comparison === undefined) return []
  const other = inputs.isAddition
    ? 'the example settings (the market is new, so nothing is in force)'
    : 'the policy in force'
  const { differenceBpYear, lowBpYear, highBpYear, verdict } = comparison
  const difference = Number(differenceBpYear)
  const size = formatBp(Math.abs(difference))
  const way = difference < 0 ? 'less' : 'more'
  const range = formatInterval(lowBpYear, highBpYear)
  const interval = range === '' ? '' : ` (90 % interval ${range})`
  const figures = `J of the proposal was ${size} bp a year ${way} than that of ${other}${interval}.`
  switch (verdict) {
    case 'better':
    case 'worse':
      return [figures]
    case 'no difference shown':
      return [`${figures} The interval contains 0, so chance alone may explain it.`]
    case 'too short to judge': {
      const reason = honesty.tooShortReason ?? 'The two rules traded too seldom.'
      const seen =
        difference === 0
          ? `In this time J of the proposal and of ${other} was the same.`
          : `In this time ${figures}`
      return [reason, `${seen} It says nothing about other times.`]
    }
  }
}

/** Never trading may beat everything in hindsight: that is said, too. */
function sayAgainstPlain({ rules, comparisons }: BacktestResult): string[] {
  const proposal = rules.find(({ ruleId }) => ruleId === PROPOSAL_ID)
  const plain = rules.filter(({ kind }) => kind === 'plain')
  if (proposal === undefined || plain.length === 0) return []
  const better = plain.filter((rule) => j(rule) < j(proposal))
  const [count, none] =
    plain.length === 1
      ? ['1 plain rule', 'The plain rule had no lower J']
      : [`${plain.length} plain rules`, `None of ${plain.length} plain rules had a lower J`]
  if (better.length === 0) return [`${none} than the proposal, even in hindsight.`]
  const best = better.reduce((a, b) => (j(b) < j(a) ? b : a))
  const against = comparisons.find(
    ({ ruleId, against: of }) => ruleId === PROPOSAL_ID && of === best.ruleId,
  )
  const difference = against && sayAgainstBest(against)
  return [
    `In hindsight ${better.length} of ${count} had a lower J than the proposal; the lowest was ${best.title} (${best.ruleId}) with ${formatBp(j(best))} bp a year${difference ?? ''}.`,
  ]
}

function sayAgainstBest({ verdict, lowBpYear, highBpYear }: Comparison): string {
  const interval = formatInterval(lowBpYear, highBpYear)
  if (verdict === 'too short to judge') return ''
  if (verdict === 'worse') return `, and the difference is clear (${interval})`
  return `, but chance alone may explain the difference (${interval})`
}

const j = ({ metrics }: RuleResult): number => Number(metrics.jBpYear)
