import { Holding } from '../holding.ts'
import { noIncidents } from '../incidents.ts'
import type { Portfolio } from '../portfolio.ts'
import { roundUsd6 } from '../roundUsd6.ts'

export interface ConstantMixSettings {
  id?: string | undefined
  /** Net value at the start, 1e6 = $1. */
  navUsd6: number
  /** Share at risk that it comes back to, 1e6 = 100 %. */
  weightPips: number
}

export interface ConstantMixState {
  holding: Holding
  cashUsd6: number
}

/** A fixed share of the net value in one asset, the rest in dollars. Curvature pi (1 - pi). */
export function createConstantMix(settings: ConstantMixSettings): Portfolio<ConstantMixState> {
  const weight = settings.weightPips / 1e6
  const curvature = weight * (1 - weight)
  return {
    id: settings.id ?? 'constant-mix',
    title: `constant mix, ${settings.weightPips / 1e4} % at risk`,
    open(row) {
      const valueUsd6 = roundUsd6(settings.navUsd6 * weight)
      return {
        holding: new Holding(valueUsd6, row.priceUsd6),
        cashUsd6: settings.navUsd6 - valueUsd6,
      }
    },
    navUsd6: (state) => state.holding.valueUsd6 + state.cashUsd6,
    exposureUsd6: (state) => state.holding.valueUsd6,
    targetUsd6: (state) => roundUsd6((state.holding.valueUsd6 + state.cashUsd6) * weight),
    curvature: () => curvature,
    horizonSec: () => 0,
    accrue(state, row, ledger) {
      ledger.price += state.holding.mark(row.priceUsd6)
    },
    liquidate() {},
    urgentUsd6: () => 0,
    trade(state, row, amountUsd6) {
      state.holding.trade(amountUsd6, row.priceUsd6)
      state.cashUsd6 -= amountUsd6
    },
    pay(state, amountUsd6) {
      state.cashUsd6 -= amountUsd6
    },
    incidents: noIncidents,
  }
}
