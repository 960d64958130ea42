/**
 * One recorded minute of a day: gas and one Uniswap v3 pool whose token0 is the dollar, token1 the
 * native coin.
 */
export interface Minute {
  /** Its beginning, unix seconds; a multiple of 60. */
  minuteAt: bigint
  /** Gas price, wei per unit of gas; 1 to 1e14. */
  baseFeePerGas: bigint
  /** Tick of the last trade; -887,272 to 887,272. */
  closeTick: bigint
  lowestTick: bigint
  highestTick: bigint
  openTick: bigint
  /** In-range liquidity at the end of the minute; u128. */
  liquidity: bigint
  /** Paid into the pool by traders, raw units; u128. */
  inAmount0: bigint
  inAmount1: bigint
  /** Gained (above 0) or given (below 0) by the pool, raw units; i128. */
  netAmount0: bigint
  netAmount1: bigint
}

export const MINUTE_SEC = 60n

/** Largest tick of Uniswap v3, either way. Source: TickMath. */
export const MAX_TICK = 887_272n

/** Domain of the gas price (docs/model.md, section "Observation"); a price of 0 is no record. */
export const MAX_BASE_FEE_PER_GAS = 100_000_000_000_000n

export const MAX_U128 = 2n ** 128n - 1n
