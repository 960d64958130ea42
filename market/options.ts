/** What one option was quoted at. Prices in units of the asset, 1e9 = 1. */
export interface OptionQuote {
  /** Unix seconds. */
  expiryAt: number
  /** 1e6 = $1. */
  strikeUsd6: number
  isCall: boolean
  /** Price of the asset at the expiry, 1e6 = $1. */
  forwardUsd6: number
  /** A year, 1e6 = 100 %. */
  markVolatilityPips: number
  markPips9: number
  /** 0: nobody bids, or not recorded; the same of asks. */
  bidPips9: number
  askPips9: number
  /** 1e6 = 1; NaN where not recorded. */
  deltaPips: number
  /** Contracts of one unit of the asset, 1e3 = 1; NaN where not recorded. */
  openInterestE3: number
}

/** All quotes of one time, in order of expiry, strike, put before call. */
export interface OptionSnapshot {
  /** Known from then on, unix seconds. */
  at: number
  quotes: readonly OptionQuote[]
}
