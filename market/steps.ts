import type { Observation } from '../core/index.ts'

/** The market's part of an observation: what does not depend on the portfolio. */
export type MarketObservation = Omit<Observation, 'navUsd6' | 'curvaturePips' | 'horizonSec'>

/** A market observation, and from when on it is known, unix seconds. */
export interface TimedMarketObservation {
  at: number
  observation: MarketObservation
  /** Of a market whose steps are longer than a segment: its figures stand until the next observation, and bots go on observing them. */
  isStanding?: boolean | undefined
}

/**
 * Consecutive steps of a market as columns; index i is one step, a row usable from `at[i]` on and not before. Money and prices are
 * whole numbers below 2^53 held as doubles. What is not recorded is NaN, unless stated otherwise.
 *
 * Valid until the next chunk is asked for: whoever reads a market fills the same columns again. Keep figures, not columns.
 */
export interface Steps {
  count: number
  /** Unix seconds, strictly rising, also from one chunk to the next. */
  at: Float64Array
  /** Price of the risky asset, 1e6 = $1. */
  priceUsd6: Float64Array
  /** The step's lowest and highest price since the step before; the price itself where not recorded. */
  lowUsd6: Float64Array
  highUsd6: Float64Array
  /** Virtual quote reserve of the venue, 1e6 = $1. */
  depthUsd6: Float64Array
  /** Of the latest header at or before `at`, wei per unit of gas. */
  baseFeePerGas: Float64Array
  gasUsedRatioPips: Float64Array
  nativePriceUsd6: Float64Array
  /** Paid at this stamp by longs to shorts, 1e9 = 100 %; 0 where none falls on it. */
  fundingPips9: Float64Array
  /** Price of the perpetual; that of the asset where not recorded. */
  perpPriceUsd6: Float64Array
  /** Worst marks of the perpetual; its price where not recorded. */
  perpLowUsd6: Float64Array
  perpHighUsd6: Float64Array
  impliedVarianceWad: Float64Array
  /** Traded in the step, 1e6 = $1. */
  volumeUsd6: Float64Array
  /** Share of the pool's fees is what its liquidity is of this, raw units; NaN where no pool is recorded. */
  liquidity: Float64Array
  /** What became known after the last step of the chunk before, up to the last one of this; in order of time. */
  observations: readonly TimedMarketObservation[]
}

/** Which part of a market to read, unix seconds: steps with `from <= at < to`. */
export interface StepRange {
  from?: number | undefined
  to?: number | undefined
}
