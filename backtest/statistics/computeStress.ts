import { divideToUnits, formatUnits6 } from '../metrics/decimal6.ts'
import { sumDays, toWhole } from '../metrics/totals.ts'
import type { DayRecord, RuleRun } from '../outcome.ts'
import type { StressRow } from '../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from './compareRules.ts'
import { formatDay } from './formatDay.ts'

const DAY_SEC = 86_400
const WORST_WEEKS = 5

/**
 * What stands beside the mean: the five weeks (from Monday, UTC) in which the policy in force lost most of its net value, the day of
 * the dearest gas and the day of the thinnest pool. Without a policy in force the proposal's weeks count, else the first rule's.
 */
export function computeStress(runs: readonly RuleRun[]): StressRow[] {
  const find = (id: string) => runs.find(({ ruleId }) => ruleId === id)
  const reference = find(IN_FORCE_ID) ?? find(PROPOSAL_ID) ?? runs[0]
  if (reference === undefined) return []
  const weeks = [...Map.groupBy(reference.days, ({ dayAt }) => findMonday(dayAt))]
    .map(([mondayAt, days]) => ({ mondayAt, days, change: computeChange(days) }))
    .sort((a, b) => (a.change < b.change ? -1 : a.change > b.change ? 1 : a.mondayAt - b.mondayAt))
    .slice(0, WORST_WEEKS)
    .map(({ mondayAt, days }) => createRow(`week ${formatDay(mondayAt)}`, days, runs))
  const dearest = findHighest(reference.days, (day) => day.highestGasUsd6)
  const thinnest = findHighest(reference.days, (day) => -day.lowestDepthUsd6)
  return [
    ...weeks,
    ...dearest.map((day) => createRow('highest gas', [day], runs)),
    ...thinnest.map((day) => createRow('thinnest day', [day], runs)),
  ]
}

function createRow(name: string, days: readonly DayRecord[], runs: readonly RuleRun[]): StressRow {
  const [fromAt, toAt] = [days[0]?.dayAt as number, days.at(-1)?.dayAt as number]
  const rules = runs.map(({ ruleId, days: all }) => {
    const own = all.filter(({ dayAt }) => dayAt >= fromAt && dayAt <= toAt)
    const { costUsd6, riskUsd6, navSecondsUsd6, elapsedSec } = sumDays(own)
    const lossUnits = (costUsd6 + riskUsd6) * 10_000n * elapsedSec
    return {
      ruleId,
      navChangeBp: formatUnits6(computeChange(own)),
      jBp: formatUnits6(navSecondsUsd6 > 0n ? divideToUnits(lossUnits, navSecondsUsd6) : 0n),
    }
  })
  return { name, from: formatDay(fromAt), to: formatDay(toAt), rules }
}

/** Of the net value over some days, in units of 1e-6 bp of its beginning; 0 where there was none. */
function computeChange(days: readonly DayRecord[]): bigint {
  const start = toWhole(days[0]?.navStartUsd6 ?? 0)
  const end = toWhole(days.at(-1)?.navEndUsd6 ?? 0)
  return start > 0n ? divideToUnits((end - start) * 10_000n, start) : 0n
}

/** The first day with the highest figure; none where it is not recorded. */
function findHighest(
  days: readonly DayRecord[],
  figure: (day: DayRecord) => number,
): readonly DayRecord[] {
  const known = days.filter((day) => Number.isFinite(figure(day)))
  if (known.length === 0) return []
  return [known.reduce((best, day) => (figure(day) > figure(best) ? day : best))]
}

/** The Monday of a day's week; day 0 of Unix time was a Thursday. */
function findMonday(dayAt: number): number {
  const day = Math.floor(dayAt / DAY_SEC)
  return (Math.floor((day + 3) / 7) * 7 - 3) * DAY_SEC
}
