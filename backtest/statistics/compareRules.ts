import { formatUnits6, parseDecimal6 } from '../metrics/decimal6.ts'
import type { Comparison, RuleResult, Verdict } from '../result.ts'
import type { Intervals } from './drawIntervals.ts'

/** The rule that follows the values voted now, and the one that follows the proposed ones. */
export const IN_FORCE_ID = 'in-force'
export const PROPOSAL_ID = 'proposal'

/** Fewer than these are too few to judge by. */
export const MIN_DAYS = 60
export const MIN_TRADES = 30

/**
 * Every rule against the policy in force, and the proposal against every rule, each by paired days.
 *
 * @param days - How many the rules ran.
 */
export function compareRules(
  rules: readonly RuleResult[],
  intervals: Intervals,
  days: number,
): Comparison[] {
  const pairs = rules.flatMap((rule, index) =>
    rules.flatMap((other, against) =>
      isCompared(rule, other) ? [compare(rule, index, other, against, intervals, days)] : [],
    ),
  )
  return pairs
}

function isCompared(rule: RuleResult, other: RuleResult): boolean {
  if (rule.ruleId === other.ruleId) return false
  return other.ruleId === IN_FORCE_ID || rule.ruleId === PROPOSAL_ID
}

function compare(
  rule: RuleResult,
  index: number,
  other: RuleResult,
  against: number,
  intervals: Intervals,
  days: number,
): Comparison {
  const [lowBpYear, highBpYear] = intervals.difference(index, against)
  const units = parseDecimal6(rule.metrics.jBpYear) - parseDecimal6(other.metrics.jBpYear)
  const trades = Math.max(rule.metrics.trades, other.metrics.trades)
  return {
    ruleId: rule.ruleId,
    against: other.ruleId,
    differenceBpYear: formatUnits6(units),
    lowBpYear,
    highBpYear,
    verdict: judge(parseDecimal6(lowBpYear), parseDecimal6(highBpYear), days, trades),
  }
}

/**
 * What an interval of a difference allows to be said; a lower J is better.
 *
 * @param trades - Of the rule that trades more: standing still is judged by what trading costs the other.
 */
export function judge(low: bigint, high: bigint, days: number, trades: number): Verdict {
  if (days < MIN_DAYS || trades < MIN_TRADES) return 'too short to judge'
  if (high < 0n) return 'better'
  if (low > 0n) return 'worse'
  return 'no difference shown'
}
