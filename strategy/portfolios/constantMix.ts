import type { Incidents, Portfolio } from '../portfolio.ts'
import { roundUsd6 } from '../roundUsd6.ts'

export interface ConstantMixSettings {
  /** Net value at the start, 1e6 = $1. */
  navUsd6: number
  /** Share at risk that it comes back to, 1e6 = 100 %. */
  weightPips: number
}

export interface ConstantMixState {
  /** Of the asset, a real number. */
  units: number
  /** What the units are worth as the ledger knows it. */
  valueUsd6: number
  cashUsd6: number
}

const noIncidents: Incidents = {
  liquidations: 0,
  topUps: 0,
  floorBreaches: 0,
  worstBreachPips: 0,
}

/** A fixed share of the net value in one asset, the rest in dollars. Curvature pi (1 - pi). */
export function createConstantMix(settings: ConstantMixSettings): Portfolio<ConstantMixState> {
  const weight = settings.weightPips / 1e6
  const curvature = weight * (1 - weight)
  return {
    id: 'constant-mix',
    title: `constant mix, ${settings.weightPips / 1e4} % at risk`,
    open(row) {
      const valueUsd6 = roundUsd6(settings.navUsd6 * weight)
      return {
        units: valueUsd6 / row.priceUsd6,
        valueUsd6,
        cashUsd6: settings.navUsd6 - valueUsd6,
      }
    },
    navUsd6: (state) => state.valueUsd6 + state.cashUsd6,
    exposureUsd6: (state) => state.valueUsd6,
    targetUsd6: (state) => roundUsd6((state.valueUsd6 + state.cashUsd6) * weight),
    curvature: () => curvature,
    horizonSec: () => 0,
    accrue(state, row, ledger) {
      const valueUsd6 = roundUsd6(state.units * row.priceUsd6)
      ledger.price += valueUsd6 - state.valueUsd6
      state.valueUsd6 = valueUsd6
    },
    liquidate() {},
    urgentUsd6: () => 0,
    trade(state, row, amountUsd6) {
      state.units += amountUsd6 / row.priceUsd6
      state.valueUsd6 += amountUsd6
      state.cashUsd6 -= amountUsd6
    },
    pay(state, amountUsd6) {
      state.cashUsd6 -= amountUsd6
    },
    incidents: () => ({ ...noIncidents }),
  }
}
