import { BaseError } from '../core/index.ts'

/** A rule's run has no day to judge it by, or its portfolio was worth nothing all along. */
export class NothingToJudgeError extends BaseError {
  readonly ruleId: string

  constructor(ruleId: string, reason: string) {
    super(
      'backtest/nothing-to-judge',
      `Rule ${ruleId} cannot be judged: ${reason}. Choose a longer stretch of the market or another portfolio.`,
    )
    this.ruleId = ruleId
  }
}

/** Runs of one market cover different days, so that their days cannot be paired. */
export class DaysDifferError extends BaseError {
  readonly ruleId: string

  constructor(ruleId: string, against: string) {
    super(
      'backtest/days-differ',
      `Rules ${ruleId} and ${against} ran over different days. Run all rules over the same stretch of the market.`,
    )
    this.ruleId = ruleId
  }
}
