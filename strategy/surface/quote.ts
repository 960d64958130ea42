/** One option of a chain, as exchanges quote it: prices in units of the asset. What is not recorded is NaN. */
export interface OptionQuote {
  /** Unix seconds. */
  expiryAt: number
  isCall: boolean
  strikeUsd6: number
  /** Price of the asset at the expiry, 1e6 = $1. */
  forwardUsd6: number
  /** Of the exchange's own mark, a year, 1e6 = 100 %. */
  markVolatilityPips: number
  /** 1e9 = one unit of the asset; 0: nobody bids, or asks. */
  bidPips9: number
  askPips9: number
}
