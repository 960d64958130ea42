import type { Parameters } from '../../core/index.ts'
import { Holding } from '../holding.ts'
import { noIncidents } from '../incidents.ts'
import type { Incidents, Portfolio } from '../portfolio.ts'
import { roundUsd6 } from '../roundUsd6.ts'

export interface CppiSettings {
  id?: string | undefined
  /** Net value at the start, 1e6 = $1. */
  navUsd6: number
  /** Of the net value at the start, 1e6 = 100 %. */
  floorPips: number
  /** Share of the highest net value so far that the floor rises to; 0: it stays. */
  ratchetPips: number
  /** Its own, 1e3 = 1: where the one in force is lower, that counts. */
  multiplierE3: number
  /** The most that is held at risk, as a share of the net value, 1e6 = 100 %. */
  maxWeightPips: number
}

export interface CppiState {
  holding: Holding
  cashUsd6: number
  floorUsd6: number
  isBelowFloor: boolean
  incidents: Incidents
}

/**
 * Holds a multiple of what it has above its floor (the cushion) in one asset. Curvature |m - 1| E / W. An exposure above the multiplier
 * in force times the cushion, or a cushion that is gone, is cut at once by a rule that follows parameters; plain rules see the target
 * alone. A breach begins when the net value at a step's price is below the floor, and ends when it is not.
 */
export function createCppi(settings: CppiSettings): Portfolio<CppiState> {
  const maxWeight = settings.maxWeightPips / 1e6
  const ratchet = settings.ratchetPips / 1e6
  const navUsd6 = ({ holding, cashUsd6 }: CppiState) => holding.valueUsd6 + cashUsd6
  const multiplier = (parameters: Parameters | undefined) =>
    Math.min(
      settings.multiplierE3 / 1e3,
      parameters === undefined ? Infinity : multiplierInForce(parameters),
    )
  const cushionUsd6 = (state: CppiState) => Math.max(0, navUsd6(state) - state.floorUsd6)

  return {
    id: settings.id ?? 'cppi',
    title: `CPPI, floor ${settings.floorPips / 1e4} %, multiplier ${settings.multiplierE3 / 1e3}`,
    open(row) {
      const floorUsd6 = roundUsd6((settings.navUsd6 * settings.floorPips) / 1e6)
      const wantedUsd6 = ((settings.navUsd6 - floorUsd6) * settings.multiplierE3) / 1e3
      const valueUsd6 = roundUsd6(Math.min(wantedUsd6, settings.navUsd6 * maxWeight))
      return {
        holding: new Holding(valueUsd6, row.priceUsd6),
        cashUsd6: settings.navUsd6 - valueUsd6,
        floorUsd6,
        isBelowFloor: false,
        incidents: noIncidents(),
      }
    },
    navUsd6,
    exposureUsd6: (state) => state.holding.valueUsd6,
    targetUsd6: (state, _row, parameters) =>
      roundUsd6(Math.min(multiplier(parameters) * cushionUsd6(state), maxWeight * navUsd6(state))),
    curvature(state, _row, parameters) {
      const m = multiplier(parameters)
      const wantedWeight = (m * cushionUsd6(state)) / navUsd6(state)
      return wantedWeight < maxWeight
        ? Math.abs(m - 1) * wantedWeight
        : maxWeight * Math.abs(1 - maxWeight)
    },
    horizonSec: () => 0,
    accrue(state, row, ledger) {
      ledger.price += state.holding.mark(row.priceUsd6)
      const nav = navUsd6(state)
      countBreach(state, nav)
      state.floorUsd6 = Math.max(state.floorUsd6, roundUsd6(nav * ratchet))
    },
    liquidate() {},
    urgentUsd6(state, _row, parameters) {
      if (parameters === undefined) return 0
      const allowedUsd6 = multiplierInForce(parameters) * cushionUsd6(state)
      return Math.min(0, roundUsd6(allowedUsd6 - state.holding.valueUsd6))
    },
    trade(state, row, amountUsd6) {
      state.holding.trade(amountUsd6, row.priceUsd6)
      state.cashUsd6 -= amountUsd6
    },
    pay(state, amountUsd6) {
      state.cashUsd6 -= amountUsd6
    },
    incidents: (state) => state.incidents,
  }
}

function multiplierInForce(parameters: Parameters): number {
  return Number(parameters.cppiMultiplierE3) / 1e3
}

function countBreach(state: CppiState, navUsd6: number): void {
  const missingUsd6 = state.floorUsd6 - navUsd6
  if (missingUsd6 > 0) {
    const breachPips = roundUsd6((missingUsd6 / state.floorUsd6) * 1e6)
    if (!state.isBelowFloor) state.incidents.floorBreaches++
    state.incidents.worstBreachPips = Math.max(state.incidents.worstBreachPips, breachPips)
  }
  state.isBelowFloor = missingUsd6 > 0
}
