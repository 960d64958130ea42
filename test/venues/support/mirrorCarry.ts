import type { Parameters } from '../../../core/index.ts'
import { loadStrategies } from '../../../core/loadStrategies.ts'
import { type CarryState, createCarry } from '../../../strategy/portfolios/carry.ts'
import { roundUsd6 } from '../../../strategy/roundUsd6.ts'
import { createPolicyRule } from '../../../strategy/rules/policy.ts'
import { emptyLedger } from '../../strategy/support/checkIdentity.ts'
import { makeRow } from '../../strategy/support/makeRow.ts'
import { makeView } from '../../strategy/support/makeView.ts'

export interface Moment {
  at: number
  priceUsd6: number
  /** What the short was paid since the moment before, of its worth then, 1e9 = 100 %. */
  fundingPips9: number
}

/**
 * The backtester's carry under the policy's rule, beside a vault: it is told prices, funding and what trades cost, and
 * decides for itself.
 */
export async function mirrorCarry(
  navUsd6: number,
  leverageE3: number,
  topUpPips: number,
  parameters: Parameters,
  epochSec: number,
  first: Moment,
) {
  const settings = {
    navUsd6,
    margin: 'isolated',
    leverage: leverageE3,
    maintenancePips: 62_500,
    basisReservePips: 17_500,
    haircutPips: 0,
    topUpPips,
    penaltyPips: 0,
    borrowPipsYear: 0,
  } as const
  const portfolio = createCarry(settings, await loadStrategies())
  const rule = createPolicyRule('mirror', 'mirror')
  const state: CarryState = portfolio.open(makeRow(first))
  return {
    pass(moment: Moment): void {
      portfolio.accrue(state, makeRow(moment), emptyLedger())
    },
    /** The change of exposure that it wants now, 1e-6 dollars, and whether it must not wait. */
    decide(moment: Moment, tradedAt: number) {
      const row = makeRow(moment)
      const urgentUsd6 = portfolio.urgentUsd6(state, row, parameters)
      if (urgentUsd6 !== 0) return { tradeUsd6: urgentUsd6, isCut: true }
      const view = makeView({
        row,
        tradedAt,
        epochSec,
        parameters,
        navUsd6: portfolio.navUsd6(state),
        exposureUsd6: portfolio.exposureUsd6(state, row),
        targetUsd6: portfolio.targetUsd6(state, row, parameters),
      })
      return { tradeUsd6: rule.decide(view), isCut: false }
    },
    trade(moment: Moment, amountUsd6: number, costUsd6: number): void {
      portfolio.trade(state, makeRow(moment), roundUsd6(amountUsd6))
      portfolio.pay(state, roundUsd6(costUsd6))
    },
    pay: (costUsd6: number) => portfolio.pay(state, roundUsd6(costUsd6)),
    read: () => ({
      navUsd6: portfolio.navUsd6(state),
      heldUsd6: state.spot.valueUsd6,
      marginUsd6: state.marginUsd6,
      topUps: portfolio.incidents(state).topUps,
    }),
  }
}
