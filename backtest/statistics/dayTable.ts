import { DaysDifferError } from '../errors.ts'
import { divideToUnits } from '../metrics/decimal6.ts'
import { sumDays, toWhole, YEAR_SEC } from '../metrics/totals.ts'
import type { DayRecord, RuleRun } from '../outcome.ts'

/** Cost and risk of several rules, day by day, the same days for all: what is drawn from. */
export interface DayTable {
  count: number
  /** Per rule and day: cost + risk, 1e-6 dollars. */
  lossUsd6: readonly Float64Array[]
  /** Per rule and day: 1e-6 dollars times seconds. */
  navSecondsUsd6: readonly Float64Array[]
}

/** Lays the rules' days side by side. @throws DaysDifferError unless all have the same days. */
export function alignDays(runs: readonly RuleRun[]): DayTable {
  const [first] = runs
  const dayAt = first?.days.map((day) => day.dayAt) ?? []
  for (const { ruleId, days } of runs) {
    const isSame = days.length === dayAt.length && days.every((day, i) => day.dayAt === dayAt[i])
    if (!isSame) throw new DaysDifferError(ruleId, first?.ruleId ?? '')
  }
  return {
    count: dayAt.length,
    lossUsd6: runs.map(({ days }) => Float64Array.from(days, computeLoss)),
    navSecondsUsd6: runs.map(({ days }) => Float64Array.from(days, (day) => day.navSecondsUsd6)),
  }
}

/** J of sums, in bp a year; 0 where there was no net value to lose. */
export function computeJ(lossUsd6: number, navSecondsUsd6: number): number {
  return navSecondsUsd6 > 0 ? (lossUsd6 / navSecondsUsd6) * 10_000 * Number(YEAR_SEC) : 0
}

/** J of some days, in units of 1e-6 bp a year, exact; 0 where there was no net value to lose. */
export function computeJUnits(days: readonly DayRecord[]): bigint {
  const { costUsd6, riskUsd6, navSecondsUsd6 } = sumDays(days)
  if (navSecondsUsd6 <= 0n) return 0n
  return divideToUnits((costUsd6 + riskUsd6) * 10_000n * YEAR_SEC, navSecondsUsd6)
}

function computeLoss({ ledger, riskUsd6 }: DayRecord): number {
  return Number(
    toWhole(riskUsd6) - toWhole(ledger.fee) - toWhole(ledger.impact) - toWhole(ledger.gas),
  )
}
