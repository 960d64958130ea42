// Integer helpers of the scenario: roots, the median and the price of a tick.
//
// Method:   BigInt only. 1.0001^n by repeated squaring with 192 fractional bits, every step rounded
//           down.
// Domain:   floorRoot: value >= 0, 2 <= degree; computePrice: ticks -887,272 to 887,272.
// Accuracy: floorRoot exact; computePrice: relative error below 2^-170;
//           test/stack/scenario/integerMath.test.ts.
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

/** The largest integer whose power of `degree` is at most `value` (Newton from above). */
export function floorRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n) return value
  const bits = BigInt(value.toString(2).length)
  let root = 1n << ((bits + degree - 1n) / degree)
  for (;;) {
    const next = ((degree - 1n) * root + value / root ** (degree - 1n)) / degree
    if (next >= root) return root
    root = next
  }
}

/** Quotient rounded towards minus infinity; `denominator` above 0. */
export function floorDiv(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator % denominator < 0n ? quotient - 1n : quotient
}

/** The middle one of an odd number of values. */
export function median(values: readonly bigint[]): bigint {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[(sorted.length - 1) / 2] as bigint
}

export function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

export function minOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
