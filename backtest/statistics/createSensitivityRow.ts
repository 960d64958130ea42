import { formatUnits6, parseDecimal6 } from '../metrics/decimal6.ts'
import type { RuleRun } from '../outcome.ts'
import type { RuleResult, SensitivityRow } from '../result.ts'
import { computeJUnits } from './dayTable.ts'

/**
 * A run under other assumptions, beside the main run. The ranking is flipped if any two rules of both stand the other way round; an
 * oracle is no choice and does not count.
 */
export function createSensitivityRow(
  name: string,
  runs: readonly RuleRun[],
  main: readonly RuleResult[],
): SensitivityRow {
  const rules = runs.map(({ ruleId, days }) => ({ ruleId, jUnits: computeJUnits(days) }))
  const pairs = main
    .filter(({ kind }) => kind !== 'oracle')
    .flatMap(({ ruleId, metrics }) => {
      const other = rules.find((rule) => rule.ruleId === ruleId)
      return other ? [{ before: parseDecimal6(metrics.jBpYear), now: other.jUnits }] : []
    })
  return {
    name,
    rules: rules.map(({ ruleId, jUnits }) => ({ ruleId, jBpYear: formatUnits6(jUnits) })),
    isRankingFlipped: pairs.some((a) => pairs.some((b) => a.before < b.before && a.now > b.now)),
  }
}
