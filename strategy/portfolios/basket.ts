import { Holding } from '../holding.ts'
import { noIncidents } from '../incidents.ts'
import type { Portfolio } from '../portfolio.ts'
import { RollingMoments } from '../rollingMoments.ts'
import { roundUsd6 } from '../roundUsd6.ts'
import type { Row } from '../row.ts'

export interface BasketSettings {
  id?: string | undefined
  /** Net value at the start, 1e6 = $1. */
  navUsd6: number
  /** Of each asset, the market's own first, 1e6 = 100 %; together at most 100 %, the rest is in dollars. */
  weightsPips: readonly number[]
  /** How far back variances and correlations are measured, days. */
  memoryDays: number
}

export interface BasketState {
  holdings: readonly Holding[]
  cashUsd6: number
  moments: RollingMoments
  curvature: number
}

/**
 * Several assets, each with a share of the net value. The exposure is what is wanted at risk plus what would have to be traded: half
 * of what all parts, dollars among them, are away from their shares; so it drifts upwards only. A trade brings every part nearer to its share in
 * proportion. With one asset this is the constant mix.
 * Curvature: half of the sum of w_i sd(r_i - r) over all parts, over the sd of the market's own asset, r the return of the whole;
 * from the measured variances and correlations, and before the first hour as if the assets were alike and independent.
 */
export function createBasket(settings: BasketSettings): Portfolio<BasketState> {
  const weights = settings.weightsPips.map((pips) => pips / 1e6)
  const risky = weights.reduce((sum, weight) => sum + weight, 0)
  const navUsd6 = (state: BasketState) => {
    let sum = state.cashUsd6
    for (const holding of state.holdings) sum += holding.valueUsd6
    return sum
  }
  const distanceUsd6 = (state: BasketState) => {
    const nav = navUsd6(state)
    let sum = Math.abs(state.cashUsd6 - (1 - risky) * nav)
    for (const [index, holding] of state.holdings.entries()) {
      sum += Math.abs(holding.valueUsd6 - (weights[index] ?? 0) * nav)
    }
    return roundUsd6(sum / 2)
  }

  return {
    id: settings.id ?? 'basket',
    title: `basket of ${weights.length} assets, ${roundUsd6(risky * 1e4) / 100} % at risk`,
    open(row) {
      const holdings = weights.map(
        (weight, index) =>
          new Holding(roundUsd6(settings.navUsd6 * weight), row.pricesUsd6[index] ?? row.priceUsd6),
      )
      const heldUsd6 = holdings.reduce((sum, { valueUsd6 }) => sum + valueUsd6, 0)
      const moments = new RollingMoments(weights.length, settings.memoryDays)
      moments.add(row.at, row.pricesUsd6)
      return {
        holdings,
        cashUsd6: settings.navUsd6 - heldUsd6,
        moments,
        curvature: measureCurvature(weights, (i, j) => (i === j ? 1 : 0)),
      }
    },
    navUsd6,
    exposureUsd6: (state) => roundUsd6(navUsd6(state) * risky) + distanceUsd6(state),
    targetUsd6: (state) => roundUsd6(navUsd6(state) * risky),
    curvature: (state) => state.curvature,
    horizonSec: () => 0,
    accrue(state, row, ledger) {
      for (let index = 0; index < state.holdings.length; index++) {
        ledger.price += state.holdings[index]?.mark(priceOf(row, index)) ?? 0
      }
      if (!state.moments.add(row.at, row.pricesUsd6)) return
      if (!(state.moments.covariance(0, 0) > 0)) return
      state.curvature = measureCurvature(weights, (i, j) => state.moments.covariance(i, j))
    },
    liquidate() {},
    urgentUsd6: () => 0,
    trade(state, row, amountUsd6) {
      const nav = navUsd6(state)
      const distance = distanceUsd6(state)
      if (distance === 0) return
      for (let index = 0; index < state.holdings.length; index++) {
        const holding = state.holdings[index] as Holding
        const away = holding.valueUsd6 - (weights[index] ?? 0) * nav
        const changeUsd6 = roundUsd6((away * amountUsd6) / distance)
        holding.trade(changeUsd6, priceOf(row, index))
        state.cashUsd6 -= changeUsd6
      }
    },
    pay(state, amountUsd6) {
      state.cashUsd6 -= amountUsd6
    },
    incidents: noIncidents,
  }
}

function priceOf(row: Row, index: number): number {
  return row.pricesUsd6[index] ?? row.priceUsd6
}

/** Of the drift, for covariances that share one scale. */
function measureCurvature(
  weights: readonly number[],
  covariance: (i: number, j: number) => number,
): number {
  const withWhole = weights.map((_, i) =>
    weights.reduce((sum, weight, j) => sum + weight * covariance(i, j), 0),
  )
  const whole = weights.reduce((sum, weight, i) => sum + weight * (withWhole[i] ?? 0), 0)
  const cash = 1 - weights.reduce((sum, weight) => sum + weight, 0)
  const moved = weights.reduce((sum, weight, i) => {
    const variance = covariance(i, i) - 2 * (withWhole[i] ?? 0) + whole
    return sum + weight * Math.sqrt(Math.max(0, variance))
  }, cash * Math.sqrt(whole))
  return moved / 2 / Math.sqrt(covariance(0, 0))
}
