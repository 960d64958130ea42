// The price of a tick, as a rational number.
//
// Method:   BigInt only. 1.0001^n by repeated squaring with 192 fractional bits, every step rounded
//           down.
// Domain:   ticks -887,272 to 887,272.
// Accuracy: relative error below 2^-170; test/market/tickPrice.test.ts.
// Source:   Uniswap v3 defines a tick's price as 1.0001^tick.

const PRICE_BITS = 192n

/** A positive rational number. */
export interface Ratio {
  numerator: bigint
  denominator: bigint
}

/** 1.0001^tick, raw units of token1 for one of token0. */
export function computePrice(tick: bigint): Ratio {
  const one = 1n << PRICE_BITS
  let power = one
  for (const bit of (tick < 0n ? -tick : tick).toString(2)) {
    power = (power * power) >> PRICE_BITS
    if (bit === '1') power = (power * 10_001n) / 10_000n
  }
  return tick < 0n ? { numerator: one, denominator: power } : { numerator: power, denominator: one }
}
