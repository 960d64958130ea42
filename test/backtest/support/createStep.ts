import type { StepRecord } from '../../../backtest/outcome.ts'
import { MONDAY_AT, NAV_USD6 } from './createRun.ts'

/** The end of a minute since Monday's midnight, at $1,000,000 half invested, and what is given. */
export function createStep(
  minute: number,
  ruleId: string,
  step: Partial<StepRecord> = {},
): StepRecord {
  return {
    at: MONDAY_AT + 60 * (minute + 1),
    ruleId,
    navUsd6: NAV_USD6,
    exposureUsd6: NAV_USD6 / 2,
    targetUsd6: NAV_USD6 / 2,
    amountUsd6: 0,
    feeUsd6: 0,
    impactUsd6: 0,
    gasUsd6: 0,
    riskUsd6: 0,
    parameters: undefined,
    ...step,
  }
}
