import type { Parameters } from '../core/index.ts'
import type { Row } from './row.ts'

/** What a rule may know when it decides: the row of this step, and the portfolio now. One object is filled anew each time. */
export interface View {
  row: Row
  navUsd6: number
  /** Held and wanted exposure, 1e-6 dollars. */
  exposureUsd6: number
  targetUsd6: number
  /** (held - wanted) / net value, a real number. */
  drift: number
  curvature: number
  horizonSec: number
  /** Unix seconds of the last trade that filled at least half of what was decided; of the first step before any. */
  tradedAt: number
  openedAt: number
  /**
   * The last order that the rule decided on did not fill, as gas was above its limit, a liquidation took what it was made for, or what must
   * not wait went first; and the rule has not been asked since: one that decides at fixed times decides now.
   */
  isWaiting: boolean
  /** The value in force for a rule that follows voted parameters, as the contract would have stored it by now; else undefined. */
  parameters: Parameters | undefined
  epochSec: number
}

/** A way to rebalance. */
export interface Rule {
  readonly id: string
  readonly title: string
  /** `policy`: follows parameters that the core and the bounds make. `oracle`: knows the future, an upper bound, never a choice. */
  readonly kind: 'plain' | 'policy' | 'oracle'
  /** Signed change of the exposure to order now, 1e-6 dollars; 0: nothing. */
  decide(view: View): number
}
