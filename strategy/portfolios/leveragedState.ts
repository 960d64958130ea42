import type { Holding } from '../holding.ts'
import type { OptionLegs } from '../options/optionLegs.ts'
import type { Incidents } from '../portfolio.ts'

export interface OverlaySettings {
  /** `put`: the premium is borrowed. `collar`: calls of the same number are sold to pay for it. */
  kind: 'put' | 'collar'
  /** To its expiry, when a new one is bought. */
  termSec: number
  /** By how much the strike is above what health 1 needs, 1e6 = 100 %; 0.5 % at least. */
  bufferPips: number
  /** By how much of itself the variance is worse where options are bought or sold, 1e6 = 100 %. */
  spreadPips: number
}

export interface LeveragedSettings {
  id?: string | undefined
  /** Net value at the start, 1e6 = $1. */
  navUsd6: number
  /** Collateral over the net value, 1e3 = 1; above 1. */
  leverageE3: number
  /** Share of the collateral that counts against the debt, 1e6 = 100 %. */
  liquidationThresholdPips: number
  /** Share of the debt that a liquidation repays, and what its liquidator takes on top, 1e6 = 100 %. */
  closeFactorPips: number
  bonusPips: number
  /** Interest of the debt a year, 1e6 = 100 %. */
  borrowPipsYear: number
  /** Puts, or a collar, that keep the health at 1; undefined: none. */
  overlay?: OverlaySettings | undefined
}

export interface LeveragedState {
  collateral: Holding
  /** Below 0: dollars that are left over. */
  debtUsd6: number
  options: OptionLegs
  incidents: Incidents
  figures: { premiumsUsd6: number }
}
