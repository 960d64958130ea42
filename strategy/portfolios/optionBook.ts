import { noIncidents } from '../incidents.ts'
import type { Ledger } from '../ledger.ts'
import { type OptionLeg, OptionLegs, type OptionMaths, type Quote } from '../options/optionLegs.ts'
import { valuationVarianceWad } from '../options/valuationVariance.ts'
import type { Portfolio } from '../portfolio.ts'
import { roundUsd6 } from '../roundUsd6.ts'
import type { Row } from '../row.ts'
import { Hedge, type HedgeVenue } from './hedge.ts'

const DAY_SEC = 86_400

/** An option that is opened anew, with the same terms, whenever the one before has expired. */
interface LegTerms {
  type: 'call' | 'put'
  /** Of the price at opening, 1e6 = 100 %. */
  strikePips: number
  /** From its opening to its expiry. */
  termSec: number
  /** Worth of asset under option as a share of the net value at opening, 1e6 = 100 %; below 0: sold. */
  quantityPips: number
}

export interface OptionBookSettings {
  id?: string | undefined
  /** Net value at the start, 1e6 = $1. */
  navUsd6: number
  legs: readonly LegTerms[]
  hedge: HedgeVenue
  /** By how much of itself the variance is worse where options are bought or sold, 1e6 = 100 %. */
  spreadPips: number
}

export interface OptionBookState {
  hedge: Hedge
  options: OptionLegs
  terms: Map<OptionLeg, LegTerms>
  figures: { thetaUsd6: number; gammaUsd6: number; spreadUsd6: number }
}

/**
 * Options that are rolled at their expiry, and a hedge against their delta. Exposure is the hedge's; wanted is less the options' delta.
 * Curvature: S^2 Gamma of all options, netted, over the net value. Horizon: the next expiry. Options are marked at implied variance
 * where it is recorded, else at trailing; the first ones are opened without a spread.
 */
export function createOptionBook(
  settings: OptionBookSettings,
  maths: OptionMaths,
): Portfolio<OptionBookState> {
  const navUsd6 = ({ hedge, options }: OptionBookState) => hedge.navUsd6 + options.valueUsd6

  return {
    id: settings.id ?? 'option-book',
    title: `option book: ${settings.legs.map(describeLeg).join(', ')}`,
    open(row) {
      const options = new OptionLegs(maths)
      const state: OptionBookState = {
        hedge: new Hedge(settings.hedge, 0, settings.navUsd6, row),
        options,
        terms: new Map(),
        figures: { thetaUsd6: 0, gammaUsd6: 0, spreadUsd6: 0 },
      }
      for (const terms of settings.legs) openLeg(state, terms, settings.navUsd6, quoteOf(row), 0)
      options.mark(quoteOf(row))
      state.hedge.trade(row, wantedUsd6(state, row))
      return state
    },
    navUsd6,
    exposureUsd6: ({ hedge }) => hedge.exposureUsd6,
    targetUsd6: wantedUsd6,
    curvature: (state) => Math.abs(state.options.gammaCashUsd6) / navUsd6(state),
    horizonSec: ({ options }, row) => Math.max(0, options.nextExpiryAt - row.at),
    accrue(state, row, ledger) {
      countDecay(state, row)
      state.hedge.accrue(row, ledger)
      const expired = state.options.legs.filter((leg) => leg.expiryAt <= row.at)
      for (const leg of expired) settleLeg(state, leg, row, ledger)
      ledger.option += state.options.mark(quoteOf(row))
      if (expired.length === 0) return
      // Without a net value there is nothing to open: a quantity of it would turn around.
      const nav = Math.max(0, navUsd6(state))
      for (const leg of expired) {
        const terms = state.terms.get(leg) as LegTerms
        state.terms.delete(leg)
        const costUsd6 = openLeg(state, terms, nav, quoteOf(row), settings.spreadPips)
        ledger.option -= costUsd6
        state.figures.spreadUsd6 += costUsd6
      }
      ledger.option += state.options.mark(quoteOf(row))
    },
    liquidate() {},
    urgentUsd6: () => 0,
    trade: ({ hedge }, row, amountUsd6) => hedge.trade(row, amountUsd6),
    pay({ hedge }, amountUsd6) {
      hedge.cashUsd6 -= amountUsd6
    },
    incidents: noIncidents,
    figures: ({ figures }) => figures,
  }
}

function wantedUsd6({ hedge, options }: OptionBookState, row: Row): number {
  return roundUsd6(-options.deltaUnits * hedge.priceUsd6(row))
}

function quoteOf(row: Row): Quote {
  return { at: row.at, spotUsd6: row.priceUsd6, varianceWad: valuationVarianceWad(row) }
}

/** What the spread costs, 1e-6 dollars. */
function openLeg(
  state: OptionBookState,
  terms: LegTerms,
  navUsd6: number,
  quote: Quote,
  spreadPips: number,
): number {
  const { hedge, options } = state
  const before = options.valueUsd6
  const paidUsd6 = options.open(
    {
      isCall: terms.type === 'call',
      strikeUsd6: Math.max(1, roundUsd6((quote.spotUsd6 * terms.strikePips) / 1e6)),
      expiryAt: quote.at + terms.termSec,
      units: (navUsd6 * terms.quantityPips) / 1e6 / quote.spotUsd6,
    },
    quote,
    spreadPips,
  )
  state.terms.set(options.legs.at(-1) as OptionLeg, terms)
  hedge.cashUsd6 -= paidUsd6
  return paidUsd6 - (options.valueUsd6 - before)
}

function settleLeg(state: OptionBookState, leg: OptionLeg, row: Row, ledger: Ledger): void {
  const paidUsd6 = state.options.settle(leg, row.priceUsd6)
  ledger.option += paidUsd6 - leg.valueUsd6
  state.hedge.cashUsd6 += paidUsd6
}

/** What time took and curvature gave since the step before, by the greeks of then. */
function countDecay({ options, figures }: OptionBookState, row: Row): void {
  const days = row.elapsedSec / DAY_SEC
  figures.thetaUsd6 += roundUsd6(options.thetaDayUsd6 * days)
  figures.gammaUsd6 += roundUsd6((options.gammaCashUsd6 * row.logReturn * row.logReturn) / 2)
}

function describeLeg({ type, strikePips, termSec, quantityPips }: LegTerms): string {
  const side = quantityPips < 0 ? 'sold' : 'bought'
  return `${type} ${strikePips / 1e4} % ${termSec / DAY_SEC} d ${side} ${Math.abs(quantityPips) / 1e4} %`
}
