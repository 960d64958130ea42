import { type Ledger, ledgerParts } from '../../strategy/ledger.ts'
import type { DayRecord } from '../outcome.ts'
import { LedgerMismatchError, MoneyRangeError } from './errors.ts'

const DAY_SEC = 86_400

/** The UTC day of a step that ends at `at`: what ends at midnight belongs to the day that ends. Unix seconds. */
function findDayAt(at: number): number {
  return Math.floor((at - 1) / DAY_SEC) * DAY_SEC
}

export function createLedger(): Ledger {
  return {
    price: 0,
    option: 0,
    funding: 0,
    interest: 0,
    lpFees: 0,
    fee: 0,
    impact: 0,
    gas: 0,
    penalty: 0,
  }
}

/** What the parts of a ledger come to, whole units of 1e-6 dollars. */
export function sumLedger(ledger: Ledger): number {
  let sum = 0
  for (const part of ledgerParts) sum += ledger[part]
  return sum
}

/** The day under way, and those before. */
export class DayBook {
  readonly days: DayRecord[] = []
  private endAt = Number.NEGATIVE_INFINITY
  private day: DayRecord | undefined

  private readonly ruleId: string

  constructor(ruleId: string) {
    this.ruleId = ruleId
  }

  /**
   * The record of the day to which the step that ends at `at` belongs; `navUsd6` before that step. Closes the day before.
   *
   * @throws LedgerMismatchError
   */
  find(at: number, navUsd6: number): DayRecord {
    if (this.day !== undefined && at <= this.endAt) return this.day
    this.close(navUsd6)
    const dayAt = findDayAt(at)
    this.endAt = dayAt + DAY_SEC
    this.day = createDay(dayAt, navUsd6)
    return this.day
  }

  /**
   * @throws MoneyRangeError if an amount is no whole number below 2^53.
   * @throws LedgerMismatchError if the day's net value did not change by what its ledger says.
   */
  close(navUsd6: number): void {
    const { day } = this
    if (day === undefined) return
    for (const amountUsd6 of [navUsd6, ...Object.values(day.ledger)]) {
      if (Number.isSafeInteger(amountUsd6)) continue
      throw new MoneyRangeError(this.ruleId, day.dayAt, amountUsd6)
    }
    const change = navUsd6 - day.navStartUsd6
    const parts = sumLedger(day.ledger)
    if (change !== parts) throw new LedgerMismatchError(this.ruleId, day.dayAt, change, parts)
    day.navEndUsd6 = navUsd6
    this.days.push(day)
    this.day = undefined
  }
}

function createDay(dayAt: number, navStartUsd6: number): DayRecord {
  return {
    dayAt,
    steps: 0,
    elapsedSec: 0,
    navStartUsd6,
    navEndUsd6: navStartUsd6,
    ledger: createLedger(),
    riskUsd6: 0,
    turnoverUsd6: 0,
    trades: 0,
    navSecondsUsd6: 0,
    outsideBandSec: 0,
    largestImpactPips: 0,
    driftSquareSec: 0,
    worstDrawdownPips: 0,
    highestGasUsd6: 0,
    lowestDepthUsd6: Number.POSITIVE_INFINITY,
  }
}
