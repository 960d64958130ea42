import type { Parameters } from '../core/index.ts'
import type { Ledger } from './ledger.ts'
import type { Row } from './row.ts'

/** What a portfolio counted of itself. */
export interface Incidents {
  liquidations: number
  topUps: number
  floorBreaches: number
  /** The worst of a breach below the floor, 1e6 = 100 % of the floor. */
  worstBreachPips: number
}

/**
 * A kind of portfolio: what it wants, how it drifts, what accrues. `State` belongs to the simulator, which passes it back; functions
 * change it in place and nothing else, so a run is a pure function of its rows.
 */
export interface Portfolio<State = unknown> {
  readonly id: string
  readonly title: string
  /** At its target, before any cost. */
  open(row: Row): State
  /** Net value, whole units of 1e-6 dollars. */
  navUsd6(state: State): number
  /**
   * Exposure held, and wanted, 1e-6 dollars at the row's price; the drift is their difference over the net value. A floor's target
   * follows the multiplier in force, where a rule has one.
   */
  exposureUsd6(state: State, row: Row): number
  targetUsd6(state: State, row: Row, parameters?: Parameters | undefined): number
  /** G: how far the drift moves when the price moves; a real number, 0: nothing drifts. */
  curvature(state: State, row: Row, parameters?: Parameters | undefined): number
  /** Time to the next expiry, seconds; 0: there is none. */
  horizonSec(state: State, row: Row): number
  /** Takes the price move and what falls due at this stamp, for the position held before, and adds it to the ledger. */
  accrue(state: State, row: Row, ledger: Ledger): void
  /** Closes what the step's worst mark does not let live; adds the penalty to the ledger. */
  liquidate(state: State, row: Row, ledger: Ledger): void
  /** Change of exposure that must not wait (docs/model.md, "What a protocol does with it"), 1e-6 dollars, signed; 0: none. */
  urgentUsd6(state: State, row: Row, parameters: Parameters | undefined): number
  /** Changes the exposure by a signed amount of 1e-6 dollars at the row's price. */
  trade(state: State, row: Row, amountUsd6: number): void
  /** Takes a cost out of the portfolio, 1e-6 dollars. */
  pay(state: State, amountUsd6: number): void
  incidents(state: State): Incidents
  /** What it counted of its own since it opened, 1e-6 dollars by name: `lvrUsd6`, `thetaUsd6`. No part of the ledger. */
  figures?(state: State): Readonly<Record<string, number>>
}
