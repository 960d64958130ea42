/**
 * One step of a market as portfolios and rules see it. One object is filled anew for each step: keep figures, not the row. Money is
 * whole numbers of 1e-6 dollars below 2^53; what is not recorded is NaN.
 */
export interface Row {
  /** Unix seconds. */
  at: number
  priceUsd6: number
  lowUsd6: number
  highUsd6: number
  depthUsd6: number
  /** Price of the step before; that of this one at the first step. */
  priceBeforeUsd6: number
  /** ln(price / price before), by basic operations only, so that every machine has the same bits. */
  logReturn: number
  /** Since the step before, seconds; 0 at the first step. */
  elapsedSec: number
  fundingPips9: number
  perpPriceUsd6: number
  perpLowUsd6: number
  perpHighUsd6: number
  impliedVarianceWad: number
  volumeUsd6: number
  liquidity: number
  /** What one rebalance costs in gas at this step, 1e6 = $1. */
  gasUsd6: number
  /** Trailing variance a year, as the observation has it, 1e18 = 1. */
  varianceWad: number
  /** Prices of all of a basket's assets, the market's own first; one entry for a single asset. */
  pricesUsd6: Float64Array
}
