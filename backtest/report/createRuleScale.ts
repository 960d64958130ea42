import type { RuleResult } from '../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../statistics/compareRules.ts'

/**
 * Where a J stands on an axis that begins at 0: 0 to 100 % of its length, to a hundredth. What is far beyond the judged rules is cut
 * off: else nothing of them could be seen.
 *
 * @returns of a J in bp a year.
 */
export function createRuleScale(
  rules: readonly Pick<RuleResult, 'ruleId' | 'jHighBpYear'>[],
): (jBpYear: number) => number {
  const highs = rules.map(({ jHighBpYear }) => Number(jHighBpYear))
  const judged = rules
    .filter(({ ruleId }) => ruleId === PROPOSAL_ID || ruleId === IN_FORCE_ID)
    .map(({ jHighBpYear }) => Number(jHighBpYear))
  const most = Math.min(Math.max(...highs), 2.5 * Math.max(...judged, 1))
  const length = most > 0 ? most : 1
  return (jBpYear) => Math.round(Math.min(1, Math.max(0, jBpYear / length)) * 10_000) / 100
}
