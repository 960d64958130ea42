import { BaseError } from '../../core/errors.ts'

/** A setting of a run is not possible. */
export class RunSettingsError extends BaseError {
  readonly field: string

  constructor(field: string, got: unknown, allowed: string) {
    super('backtest/run-settings', `${field} is ${got}; ${allowed}`)
    this.field = field
  }
}

/** A step of the market lacks a figure that the simulator needs. `at` is its time, unix seconds. */
export class MarketFigureError extends BaseError {
  readonly field: string
  readonly at: number

  constructor(field: string, at: number, got: number, allowed: string) {
    super('backtest/market-figure', `${formatTime(at)}: ${field} is ${got}; ${allowed}`)
    this.field = field
    this.at = at
  }
}

/** A rule ordered what is no amount of money. */
export class RuleOrderError extends BaseError {
  readonly ruleId: string
  readonly at: number

  constructor(ruleId: string, at: number, got: unknown) {
    super(
      'backtest/rule-order',
      `${formatTime(at)}: rule ${ruleId} ordered ${got}; a rule orders a whole number of 1e-6 dollars, or 0`,
    )
    this.ruleId = ruleId
    this.at = at
  }
}

/** A portfolio's net value is not the sum of what its ledger says: a mistake in the portfolio's kind, not in its settings. */
export class LedgerMismatchError extends BaseError {
  readonly ruleId: string

  constructor(ruleId: string, dayAt: number, navChangeUsd6: number, ledgerUsd6: number) {
    super(
      'backtest/ledger-mismatch',
      `day of ${formatTime(dayAt)}, rule ${ruleId}: the net value changed by ${navChangeUsd6}, the ledger has ${ledgerUsd6}; ` +
        'report this as a mistake of the portfolio kind',
    )
    this.ruleId = ruleId
  }
}

/** Amounts have grown beyond what doubles hold to the unit, 2^53 units of 1e-6 dollars. */
export class MoneyRangeError extends BaseError {
  readonly ruleId: string

  constructor(ruleId: string, at: number, gotUsd6: number) {
    super(
      'backtest/money-range',
      `${formatTime(at)}, rule ${ruleId}: an amount is ${gotUsd6 / 1e6} dollars; the ledger holds up to 9,007,199,254. ` +
        'Give a smaller portfolio, or less leverage',
    )
    this.ruleId = ruleId
  }
}

/** `2023-08-17T21:34:00Z`; the number itself where it is no time. */
function formatTime(unixSec: number): string {
  const date = new Date(unixSec * 1000)
  if (Number.isNaN(date.getTime())) return String(unixSec)
  return date.toISOString().replace('.000', '')
}
