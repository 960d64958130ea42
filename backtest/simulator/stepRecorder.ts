import type { DayRecord, StepRecord, Trade } from '../outcome.ts'
import type { StepView } from './stepView.ts'

/** Gathers what a sink gets of one step. */
export class StepRecorder {
  private amountUsd6 = 0
  private feeUsd6 = 0
  private impactUsd6 = 0
  private gasUsd6 = 0
  private dayAt = Number.NaN
  private dayRiskUsd6 = 0

  private readonly ruleId: string

  constructor(ruleId: string) {
    this.ruleId = ruleId
  }

  begin(): void {
    this.amountUsd6 = 0
    this.feeUsd6 = 0
    this.impactUsd6 = 0
    this.gasUsd6 = 0
  }

  add(trade: Trade): void {
    this.amountUsd6 += trade.amountUsd6
    this.feeUsd6 += trade.feeUsd6
    this.impactUsd6 += trade.impactUsd6
    this.gasUsd6 += trade.gasUsd6
  }

  finish(view: StepView, day: DayRecord, parameters: readonly number[] | undefined): StepRecord {
    if (day.dayAt !== this.dayAt) {
      this.dayAt = day.dayAt
      this.dayRiskUsd6 = 0
    }
    const riskUsd6 = day.riskUsd6 - this.dayRiskUsd6
    this.dayRiskUsd6 = day.riskUsd6
    return {
      at: view.row.at,
      ruleId: this.ruleId,
      navUsd6: view.navUsd6,
      exposureUsd6: view.exposureUsd6,
      targetUsd6: view.targetUsd6,
      amountUsd6: this.amountUsd6,
      feeUsd6: this.feeUsd6,
      impactUsd6: this.impactUsd6,
      gasUsd6: this.gasUsd6,
      riskUsd6,
      parameters,
    }
  }
}
