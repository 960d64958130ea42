// Limits of what is recorded.

export const MINUTE_SEC = 60n

/** Largest tick of Uniswap v3, either way. Source: TickMath. */
export const MAX_TICK = 887_272n

/** Domain of the gas price (docs/model.md, section "Observation"); a price of 0 is no record. */
export const MAX_BASE_FEE_PER_GAS = 100_000_000_000_000n

export const MAX_U128 = 2n ** 128n - 1n
