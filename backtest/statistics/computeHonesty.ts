import { toDecimal6 } from '../metrics/decimal6.ts'
import { computeDayReturn } from '../metrics/totals.ts'
import type { RuleRun } from '../outcome.ts'
import type { Honesty } from '../result.ts'
import { IN_FORCE_ID, MIN_DAYS, MIN_TRADES, PROPOSAL_ID } from './compareRules.ts'
import { computeOverfitting } from './computeOverfitting.ts'
import { computeRealityCheck, type DrawnJ } from './computeRealityCheck.ts'
import { computeSuperiorAbility } from './computeSuperiorAbility.ts'
import type { DayTable } from './dayTable.ts'
import { computeDeflatedSharpe, computeMoments } from './deflatedSharpe.ts'
import type { Intervals } from './drawIntervals.ts'

/** What the figures of honesty are made of. */
export interface HonestySettings {
  runs: readonly RuleRun[]
  table: DayTable
  intervals: Intervals
  trials: number
}

/** How much of what was seen may be luck. The four shares need sixty days; below, they are left out. */
export function computeHonesty(settings: HonestySettings): Honesty {
  const { runs, table, trials } = settings
  const isLong = table.count >= MIN_DAYS
  const tooShortReason = findTooShort(runs, table.count)
  return {
    days: table.count,
    trials,
    ...checkReality(settings),
    deflatedSharpe: isLong ? deflateSharpe(settings) : undefined,
    overfittingProbability: isLong ? findOverfitting(settings) : undefined,
    isTooShort: tooShortReason !== undefined,
    tooShortReason,
  }
}

function findTooShort(runs: readonly RuleRun[], days: number): string | undefined {
  if (days < MIN_DAYS) {
    return `The market has ${days} ${days === 1 ? 'day' : 'days'}; fewer than ${MIN_DAYS} are too few to judge.`
  }
  const judged = runs.filter(({ ruleId }) => ruleId === PROPOSAL_ID || ruleId === IN_FORCE_ID)
  const trades = (judged.length > 0 ? judged : runs).map((run) => countTrades(run))
  const most = trades.reduce((a, b) => Math.max(a, b), 0)
  if (most >= MIN_TRADES) return undefined
  return `No judged rule made more than ${most} ${most === 1 ? 'trade' : 'trades'}; fewer than ${MIN_TRADES} are too few to judge.`
}

function countTrades({ days }: RuleRun): number {
  return days.reduce((sum, day) => sum + day.trades, 0)
}

/** Of the best plain rule against the policy in force, or against the proposal where there is none. */
function checkReality({ runs, table, intervals }: HonestySettings): {
  realityCheckP: Honesty['realityCheckP']
  superiorAbilityP: Honesty['superiorAbilityP']
} {
  const of = (index: number): DrawnJ => ({
    point: intervals.points[index] as number,
    draws: intervals.draws[index] as Float64Array,
  })
  const benchmark = [IN_FORCE_ID, PROPOSAL_ID]
    .map((id) => runs.findIndex(({ ruleId }) => ruleId === id))
    .find((index) => index >= 0)
  const plain = runs.flatMap(({ kind }, index) => (kind === 'plain' ? [of(index)] : []))
  if (table.count < MIN_DAYS || benchmark === undefined || plain.length === 0) {
    return { realityCheckP: undefined, superiorAbilityP: undefined }
  }
  return {
    realityCheckP: toDecimal6(computeRealityCheck(of(benchmark), plain)),
    superiorAbilityP: toDecimal6(computeSuperiorAbility(of(benchmark), plain, table.count)),
  }
}

/** Of the proposal's daily return beyond that of the policy in force; of its return where there is none. */
function deflateSharpe({ runs, trials }: HonestySettings): Honesty['deflatedSharpe'] {
  const inForce = runs.find(({ ruleId }) => ruleId === IN_FORCE_ID)
  const judge = (run: RuleRun) =>
    computeMoments(
      run.days.map((day, index) => {
        const other = inForce?.days[index]
        return Number(computeDayReturn(day) - (other === undefined ? 0n : computeDayReturn(other)))
      }),
    )
  const proposal = runs.find(({ ruleId }) => ruleId === PROPOSAL_ID)
  const moments = proposal && judge(proposal)
  if (moments === undefined) return undefined
  const sharpes = runs
    .filter(({ kind, ruleId }) => kind !== 'oracle' && ruleId !== IN_FORCE_ID)
    .flatMap((run) => judge(run)?.sharpe ?? [])
  const mean = sharpes.reduce((sum, sharpe) => sum + sharpe, 0) / sharpes.length
  const variance =
    sharpes.reduce((sum, sharpe) => sum + (sharpe - mean) * (sharpe - mean), 0) /
    Math.max(1, sharpes.length - 1)
  return toDecimal6(computeDeflatedSharpe(moments, Math.max(trials, sharpes.length), variance))
}

/** Over all rules that one could choose. */
function findOverfitting({ runs, table }: HonestySettings): Honesty['overfittingProbability'] {
  const chosen = runs.flatMap(({ kind }, index) => (kind === 'oracle' ? [] : [index]))
  return chosen.length < 2 ? undefined : toDecimal6(computeOverfitting(table, chosen))
}
