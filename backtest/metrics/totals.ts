import { type LedgerPart, ledgerParts } from '../../strategy/ledger.ts'
import type { DayRecord } from '../outcome.ts'
import { divideToUnits } from './decimal6.ts'

/** A year of 365.25 days, seconds. */
export const YEAR_SEC = 31_557_600n

/** Sums of day records as whole numbers: what every metric is a quotient of. */
export interface Totals {
  days: number
  elapsedSec: bigint
  ledger: Record<LedgerPart, bigint>
  /** Fee, impact and gas; a cost is above 0. */
  costUsd6: bigint
  riskUsd6: bigint
  turnoverUsd6: bigint
  trades: bigint
  /** 1e-6 dollars times seconds. */
  navSecondsUsd6: bigint
  outsideBandSec: bigint
  /** Square of the drift times seconds, 1e12 = 1 times a second. */
  driftSquarePips2Sec: bigint
  largestImpactPips: bigint
  /** Sums of the days' returns and of their squares, in units of 1e-10. */
  returns: bigint
  returnSquares: bigint
}

/** Adds up days. The order does not matter: all sums are of whole numbers. */
export function sumDays(days: readonly DayRecord[]): Totals {
  const ledger = Object.fromEntries(
    ledgerParts.map((part) => [part, sum(days, (day) => day.ledger[part])]),
  ) as Record<LedgerPart, bigint>
  const returns = days.map(computeDayReturn)
  return {
    days: days.length,
    elapsedSec: sum(days, (day) => day.elapsedSec),
    ledger,
    costUsd6: -(ledger.fee + ledger.impact + ledger.gas),
    riskUsd6: sum(days, (day) => day.riskUsd6),
    turnoverUsd6: sum(days, (day) => day.turnoverUsd6),
    trades: sum(days, (day) => day.trades),
    navSecondsUsd6: sum(days, (day) => day.navSecondsUsd6),
    outsideBandSec: sum(days, (day) => day.outsideBandSec),
    driftSquarePips2Sec: days.reduce((total, day) => total + toDriftSquarePips2Sec(day), 0n),
    largestImpactPips: toWhole(
      days.reduce((most, day) => Math.max(most, day.largestImpactPips), 0),
    ),
    returns: returns.reduce((a, b) => a + b, 0n),
    returnSquares: returns.reduce((a, b) => a + b * b, 0n),
  }
}

/** A figure of a day record as a whole number; the SQL reads the same one from `days.parquet`. */
export function toWhole(value: number): bigint {
  return BigInt(Math.round(value))
}

/** Of a day, square pips times seconds. */
export function toDriftSquarePips2Sec({ driftSquareSec }: DayRecord): bigint {
  return toWhole(driftSquareSec * 1e12)
}

/** Change of the net value over its beginning, in units of 1e-10, rounded to the nearest; 0 where there was none. */
export function computeDayReturn({ navStartUsd6, navEndUsd6 }: DayRecord): bigint {
  if (navStartUsd6 <= 0) return 0n
  const start = toWhole(navStartUsd6)
  return divideToUnits((toWhole(navEndUsd6) - start) * 10_000n, start)
}

function sum(days: readonly DayRecord[], figure: (day: DayRecord) => number): bigint {
  return days.reduce((total, day) => total + toWhole(figure(day)), 0n)
}
