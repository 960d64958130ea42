import type { Ledger } from '../ledger.ts'
import { roundUsd6 } from '../roundUsd6.ts'
import type { Row } from '../row.ts'
import type { LeveragedSettings, LeveragedState } from './leveragedState.ts'
import { coverUsd6 } from './overlay.ts'

/** Below this health a liquidator may repay all, as in Aave v3. */
const FULL_CLOSE_HEALTH = 0.95

/**
 * Where the health is below 1 at the step's lowest price, options are closed at their marks and repay what they can; if that is not enough, the close factor
 * of the debt is repaid with collateral at that price, plus the bonus. Debt that no collateral is left for is the lender's loss. The
 * penalty is what the net value loses at the step's price.
 */
export function liquidateLoan(
  state: LeveragedState,
  settings: LeveragedSettings,
  row: Row,
  ledger: Ledger,
): void {
  const { collateral, options } = state
  if (state.debtUsd6 <= 0 || collateral.units <= 0) return
  const lowUsd6 = Math.min(row.priceUsd6, row.lowUsd6)
  const backingUsd6 = (collateral.units * lowUsd6 * settings.liquidationThresholdPips) / 1e6
  if (backingUsd6 + coverUsd6(options, lowUsd6) >= state.debtUsd6) return

  state.debtUsd6 -= options.close()
  const { debtUsd6 } = state
  if (backingUsd6 >= debtUsd6) return

  const isFull = backingUsd6 < debtUsd6 * FULL_CLOSE_HEALTH
  const repaidUsd6 = debtUsd6 * (isFull ? 1 : settings.closeFactorPips / 1e6)
  const seizedUnits = (repaidUsd6 * (1 + settings.bonusPips / 1e6)) / lowUsd6
  const heldUsd6 = collateral.valueUsd6
  if (seizedUnits >= collateral.units) {
    collateral.close()
    state.debtUsd6 = 0
  } else {
    collateral.trade(-roundUsd6(seizedUnits * row.priceUsd6), row.priceUsd6)
    state.debtUsd6 -= roundUsd6(repaidUsd6)
  }
  ledger.penalty += collateral.valueUsd6 - heldUsd6 + (debtUsd6 - state.debtUsd6)
  state.incidents.liquidations++
}
