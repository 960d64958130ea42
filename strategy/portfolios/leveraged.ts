import type { Parameters } from '../../core/index.ts'
import { logRatio } from '../../core/logRatio.ts'
import { exponential } from '../exponential.ts'
import { Holding } from '../holding.ts'
import { noIncidents } from '../incidents.ts'
import type { Ledger } from '../ledger.ts'
import { OptionLegs } from '../options/optionLegs.ts'
import type { Portfolio } from '../portfolio.ts'
import { roundUsd6 } from '../roundUsd6.ts'
import type { Row } from '../row.ts'
import type { LeveragedSettings, LeveragedState } from './leveragedState.ts'
import { liquidateLoan } from './liquidateLoan.ts'
import { coverUsd6, type OverlayMaths, openOverlay, quoteOf } from './overlay.ts'

const YEAR_SEC = 31_557_600
/** How far beyond the guard a cut goes, and the most that it takes the health's log to. */
const HYSTERESIS = 1.5
const MOST_GUARD = 4

/**
 * Collateral bought with a loan. Curvature L |L - 1|. A rule that follows parameters cuts it at once where ln(health) is inside the guard
 * in force, so far that it is at one and a half guards. Liquidated at the step's lowest price. With an overlay, the puts count for the
 * health: the venue counts them, or they are exercised in the same transaction. Whoever buys more on credit after they were bought is
 * no longer covered.
 */
export function createLeveraged(
  settings: LeveragedSettings,
  maths: OverlayMaths,
): Portfolio<LeveragedState> {
  const leverage = settings.leverageE3 / 1e3
  const threshold = settings.liquidationThresholdPips / 1e6
  const { overlay } = settings
  const navUsd6 = ({ collateral, debtUsd6, options }: LeveragedState) =>
    collateral.valueUsd6 - debtUsd6 + options.valueUsd6

  return {
    id: settings.id ?? 'leveraged',
    title: `${leverage} times leverage${overlay === undefined ? '' : `, with a ${overlay.kind}`}`,
    open(row) {
      const valueUsd6 = roundUsd6(settings.navUsd6 * leverage)
      const state: LeveragedState = {
        collateral: new Holding(valueUsd6, row.priceUsd6),
        debtUsd6: valueUsd6 - settings.navUsd6,
        options: new OptionLegs(maths),
        incidents: noIncidents(),
        figures: { premiumsUsd6: 0 },
      }
      if (overlay !== undefined)
        openOverlay(state, { ...overlay, spreadPips: 0 }, settings, row, maths)
      return state
    },
    navUsd6,
    exposureUsd6: ({ collateral }) => collateral.valueUsd6,
    targetUsd6: (state) => Math.max(0, roundUsd6(navUsd6(state) * leverage)),
    curvature: () => leverage * Math.abs(leverage - 1),
    horizonSec: () => 0,
    accrue(state, row, ledger) {
      ledger.price += state.collateral.mark(row.priceUsd6)
      payInterest(state, row, ledger, settings.borrowPipsYear)
      if (overlay === undefined) return
      const isDue = state.options.nextExpiryAt <= row.at || state.options.legs.length === 0
      if (isDue) settleOptions(state, row, ledger)
      ledger.option += state.options.mark(quoteOf(row))
      if (isDue) ledger.option -= openOverlay(state, overlay, settings, row, maths)
    },
    liquidate(state, row, ledger) {
      liquidateLoan(state, settings, row, ledger)
    },
    urgentUsd6(state, _row, parameters) {
      return parameters === undefined ? 0 : 0 - guardCutUsd6(state, threshold, parameters)
    },
    trade(state, row, amountUsd6) {
      state.collateral.trade(amountUsd6, row.priceUsd6)
      state.debtUsd6 += amountUsd6
    },
    pay(state, amountUsd6) {
      state.debtUsd6 += amountUsd6
    },
    incidents: ({ incidents }) => incidents,
    figures: ({ figures }) => figures,
  }
}

/** What has to be sold and repaid to have health e^(3/2 guard), 1e-6 dollars; 0: the health is outside the guard. */
function guardCutUsd6(state: LeveragedState, threshold: number, parameters: Parameters): number {
  const { collateral, debtUsd6, options } = state
  if (debtUsd6 <= 0 || collateral.valueUsd6 <= 0) return 0
  const guard = Number(parameters.guardPips) / 1e6
  const backingUsd6 = threshold * collateral.valueUsd6 + coverUsd6(options)
  if (logRatio(backingUsd6, debtUsd6) >= guard) return 0
  const health = exponential(Math.min(MOST_GUARD, HYSTERESIS * guard))
  const cutUsd6 = Math.ceil((health * debtUsd6 - backingUsd6) / (health - threshold))
  return Math.max(0, Math.min(cutUsd6, debtUsd6, collateral.valueUsd6))
}

function payInterest(
  state: LeveragedState,
  row: Row,
  ledger: Ledger,
  borrowPipsYear: number,
): void {
  if (state.debtUsd6 <= 0) return
  const years = row.elapsedSec / YEAR_SEC
  const interestUsd6 = roundUsd6((state.debtUsd6 * borrowPipsYear * years) / 1e6)
  ledger.interest -= interestUsd6
  state.debtUsd6 += interestUsd6
}

function settleOptions(state: LeveragedState, row: Row, ledger: Ledger): void {
  for (const leg of [...state.options.legs]) {
    const paidUsd6 = state.options.settle(leg, row.priceUsd6)
    ledger.option += paidUsd6 - leg.valueUsd6
    state.debtUsd6 -= paidUsd6
  }
}
