import type { Strategies } from '../../core/strategies.ts'
import { Holding } from '../holding.ts'
import { noIncidents } from '../incidents.ts'
import type { Ledger } from '../ledger.ts'
import type { Incidents, Portfolio } from '../portfolio.ts'
import { roundUsd6 } from '../roundUsd6.ts'
import type { Row } from '../row.ts'
import {
  type CarrySettings,
  type CarryTerms,
  createCarryTerms,
  measureLeverage,
} from './carryTerms.ts'

const YEAR_SEC = 31_557_600
const FUNDING_SEC = 28_800
const DAY_SEC = 86_400

export interface CarryState {
  spot: Holding
  /** Worth below 0. */
  short: Holding
  /** Dollars, with the short's gains and losses; below 0: borrowed. */
  marginUsd6: number
  terms: CarryTerms
  averageFundingPips9: number
  incidents: Incidents
}

/**
 * The asset, and the same units of its perpetual sold: earns the funding that longs pay. Exposure is the asset's worth; wanted is what
 * is held while the margin ratio stays within [top-up, 2.5] times that of the start, else what its leverage gives. So nothing drifts
 * (curvature 0) until the margin has moved. A ratio below the top-up is put right at once, by plain rules too. A liquidation, at the perpetual's
 * highest mark, closes both legs; the rule opens them anew.
 */
export function createCarry(
  settings: CarrySettings,
  maths: Pick<Strategies, 'measureGap'>,
): Portfolio<CarryState> {
  const haircut = settings.margin === 'cross' ? 1 - settings.haircutPips / 1e6 : 0
  const topUp = settings.topUpPips / 1e6
  const navUsd6 = ({ spot, marginUsd6 }: CarryState) => spot.valueUsd6 + marginUsd6
  const ratio = ({ spot, short, marginUsd6 }: CarryState) =>
    short.valueUsd6 < 0
      ? (marginUsd6 + haircut * spot.valueUsd6) / -short.valueUsd6
      : Number.POSITIVE_INFINITY
  const termsAt = (row: Row) =>
    createCarryTerms(settings, haircut, measureLeverage(settings, maths, row))
  const isShortOfMargin = (state: CarryState) => ratio(state) < topUp * state.terms.ratio
  const isInRange = (state: CarryState) =>
    !isShortOfMargin(state) && ratio(state) <= 2.5 * state.terms.ratio
  const fullUsd6 = (state: CarryState) => Math.max(0, roundUsd6(navUsd6(state) * state.terms.share))

  return {
    id: settings.id ?? 'carry',
    title: `cash and carry, ${settings.margin} margin, ${describeLeverage(settings)}${describeTiming(settings)}`,
    open(row) {
      const terms = termsAt(row)
      const valueUsd6 = roundUsd6(settings.navUsd6 * terms.share)
      const shortUsd6 = roundUsd6((-valueUsd6 / row.priceUsd6) * row.perpPriceUsd6)
      return {
        spot: new Holding(valueUsd6, row.priceUsd6),
        short: new Holding(shortUsd6, row.perpPriceUsd6),
        marginUsd6: settings.navUsd6 - valueUsd6,
        terms,
        averageFundingPips9: 0,
        incidents: noIncidents(),
      }
    },
    navUsd6,
    exposureUsd6: ({ spot }) => spot.valueUsd6,
    targetUsd6(state) {
      if (settings.timingSec !== undefined && state.averageFundingPips9 < 0) return 0
      return isInRange(state) ? state.spot.valueUsd6 : fullUsd6(state)
    },
    curvature: () => 0,
    horizonSec: () => 0,
    accrue(state, row, ledger) {
      ledger.price += state.spot.mark(row.priceUsd6)
      const changeUsd6 = state.short.mark(row.perpPriceUsd6)
      ledger.price += changeUsd6
      state.marginUsd6 += changeUsd6
      payFunding(state, row, ledger)
      payInterest(state, row, ledger, settings.borrowPipsYear)
      averageFunding(state, row, settings.timingSec)
      if (typeof settings.leverage === 'object' && !isInRange(state)) state.terms = termsAt(row)
    },
    liquidate(state, row, ledger) {
      const units = -state.short.units
      if (!(units > 0)) return
      const worstUsd6 = Math.max(row.perpPriceUsd6, row.perpHighUsd6)
      const moveUsd6 = units * (worstUsd6 - row.perpPriceUsd6)
      const collateralUsd6 = state.marginUsd6 + haircut * state.spot.valueUsd6 - moveUsd6
      const needed = (settings.maintenancePips + settings.basisReservePips) / 1e6
      if (collateralUsd6 >= needed * units * worstUsd6) return
      const lossUsd6 = moveUsd6 + (units * worstUsd6 * settings.penaltyPips) / 1e6
      const backingUsd6 = settings.margin === 'isolated' ? state.marginUsd6 : navUsd6(state)
      const takenUsd6 = Math.max(0, Math.min(backingUsd6, roundUsd6(lossUsd6)))
      ledger.penalty -= takenUsd6
      state.marginUsd6 += state.spot.close() - takenUsd6
      state.short.close()
      state.incidents.liquidations++
    },
    urgentUsd6: (state) =>
      isShortOfMargin(state) ? Math.min(0, fullUsd6(state) - state.spot.valueUsd6) : 0,
    trade(state, row, amountUsd6) {
      if (amountUsd6 < 0 && isShortOfMargin(state)) state.incidents.topUps++
      state.spot.trade(amountUsd6, row.priceUsd6)
      state.marginUsd6 -= amountUsd6
      const units = amountUsd6 / row.priceUsd6
      state.short.trade(roundUsd6(-units * row.perpPriceUsd6), row.perpPriceUsd6)
      if (state.spot.valueUsd6 !== 0) return
      state.spot.close()
      state.short.close()
    },
    pay(state, amountUsd6) {
      state.marginUsd6 -= amountUsd6
    },
    incidents: ({ incidents }) => incidents,
  }
}

/** At its stamp, by longs to shorts. */
function payFunding(state: CarryState, row: Row, ledger: Ledger): void {
  const fundingUsd6 = roundUsd6((-state.short.valueUsd6 * row.fundingPips9) / 1e9)
  ledger.funding += fundingUsd6
  state.marginUsd6 += fundingUsd6
}

function payInterest(state: CarryState, row: Row, ledger: Ledger, borrowPipsYear: number): void {
  if (state.marginUsd6 >= 0) return
  const years = row.elapsedSec / YEAR_SEC
  const interestUsd6 = roundUsd6((state.marginUsd6 * borrowPipsYear * years) / 1e6)
  ledger.interest += interestUsd6
  state.marginUsd6 += interestUsd6
}

/** Exponential, of what was paid at each stamp; the first one starts it. */
function averageFunding(state: CarryState, row: Row, timingSec: number | undefined): void {
  if (timingSec === undefined || row.fundingPips9 === 0) return
  const before = state.averageFundingPips9
  const weight = before === 0 ? 1 : 1 / Math.max(1, timingSec / FUNDING_SEC)
  state.averageFundingPips9 = before + weight * (row.fundingPips9 - before)
}

function describeTiming({ timingSec }: CarrySettings): string {
  if (timingSec === undefined) return ''
  return `, out while the funding of ${timingSec / DAY_SEC} d is below 0`
}

function describeLeverage({ leverage, margin }: CarrySettings): string {
  if (typeof leverage === 'object') return 'leverage by the gap'
  return `${leverage / 1e3} times the ${margin === 'isolated' ? 'margin' : 'net value'}`
}
