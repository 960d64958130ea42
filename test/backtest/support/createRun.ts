import type { DayRecord, RuleRun } from '../../../backtest/outcome.ts'
import { type Ledger, ledgerParts } from '../../../strategy/ledger.ts'

/** 2022-05-09, a Monday. */
export const MONDAY_AT = 1_652_054_400

/** $1,000,000 over a day. */
export const NAV_USD6 = 1_000_000_000_000

/** A ledger of zeros and what is given. */
export function createLedger(parts: Partial<Ledger> = {}): Ledger {
  return { ...(Object.fromEntries(ledgerParts.map((part) => [part, 0])) as Ledger), ...parts }
}

/** A whole quiet day at $1,000,000, and what is given. */
export function createDay(index: number, day: Partial<DayRecord> = {}): DayRecord {
  return {
    dayAt: MONDAY_AT + index * 86_400,
    steps: 1_440,
    elapsedSec: 86_400,
    navStartUsd6: NAV_USD6,
    navEndUsd6: NAV_USD6,
    ledger: createLedger(),
    riskUsd6: 0,
    turnoverUsd6: 0,
    trades: 0,
    navSecondsUsd6: NAV_USD6 * 86_400,
    outsideBandSec: 0,
    largestImpactPips: 0,
    driftSquareSec: 0,
    worstDrawdownPips: 0,
    highestGasUsd6: 5_000_000,
    lowestDepthUsd6: 150_000_000_000_000,
    ...day,
  }
}

/** A run of given days. */
export function createRun(
  ruleId: string,
  days: readonly DayRecord[],
  run: Partial<RuleRun> = {},
): RuleRun {
  const isPolicy = ruleId.startsWith('proposal') || ruleId === 'in-force'
  return {
    ruleId,
    title: ruleId,
    kind: isPolicy ? 'policy' : ruleId === 'oracle' ? 'oracle' : 'plain',
    days,
    trades: [],
    incidents: { liquidations: 0, topUps: 0, floorBreaches: 0, worstBreachPips: 0 },
    worstDrawdownPips: 0,
    pushes: 0,
    ...run,
  }
}

/** A run whose days lose given amounts of risk, and trade once a day. */
export function createLosses(ruleId: string, lossesUsd6: readonly number[]): RuleRun {
  return createRun(
    ruleId,
    lossesUsd6.map((riskUsd6, index) => createDay(index, { riskUsd6, trades: 1 })),
  )
}
