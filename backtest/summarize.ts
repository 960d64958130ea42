import { computeMetrics } from './metrics/computeMetrics.ts'
import type { RuleRun } from './outcome.ts'
import type { Comparison, Fold, Honesty, RuleResult, StressRow } from './result.ts'
import { compareRules } from './statistics/compareRules.ts'
import { computeHonesty } from './statistics/computeHonesty.ts'
import { computeStress } from './statistics/computeStress.ts'
import { alignDays } from './statistics/dayTable.ts'
import { DRAWS, drawIntervals } from './statistics/drawIntervals.ts'
import { walkForward } from './statistics/walkForward.ts'

/** What `summarizeRuns` needs besides the runs. */
export interface SummarySettings {
  /** Of one market, one portfolio, the same days. `in-force` is what others are compared with, `proposal` what is judged. */
  runs: readonly RuleRun[]
  /** 0 to 2^64 - 1. */
  seed: bigint
  /** How long a position is held: an option's term, a liquidity position's; 0: nothing ends. */
  holdingSec: number
  /** Rules x policies x markets run for this proposal, this run included. */
  trials: number
  /** Draws of the bootstrap; 1,000 unless given. */
  draws?: number | undefined
}

/** The statistical parts of a result. */
export interface Summary {
  rules: readonly RuleResult[]
  comparisons: readonly Comparison[]
  walkForward: readonly Fold[]
  stress: readonly StressRow[]
  honesty: Honesty
}

/**
 * What may be said of some runs: their metrics, and how sure one can be. Pure: the same runs and seed give the same text on every
 * machine.
 *
 * @throws NothingToJudgeError if a run has no time or no net value; DaysDifferError if the runs' days differ.
 */
export function summarizeRuns(settings: SummarySettings): Summary {
  const { runs, seed, holdingSec, trials, draws = DRAWS } = settings
  const table = alignDays(runs)
  const intervals = drawIntervals({ table, seed, holdingSec, draws })
  const rules = runs.map((run, index) => {
    const [jLowBpYear, jHighBpYear] = intervals.interval(index)
    const { ruleId, title, kind } = run
    return { ruleId, title, kind, metrics: computeMetrics(run), jLowBpYear, jHighBpYear }
  })
  return {
    rules,
    comparisons: compareRules(rules, intervals, table.count),
    walkForward: walkForward(runs, holdingSec),
    stress: computeStress(runs),
    honesty: computeHonesty({ runs, table, intervals, trials }),
  }
}
