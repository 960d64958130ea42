/**
 * The engines' `Real`: 53 significant bits with the exponent above them, a value of
 * `significand * 2^(exponent - 1076)`; 0 is 0. Here it is made from exact fractions.
 */
import type { Rational } from './rational.ts'

export const SIGNIFICAND_BITS = 53n
export const BIAS = 1076n

export function toFraction(real: bigint): Rational {
  const significand = real & ((1n << SIGNIFICAND_BITS) - 1n)
  const exponent = (real >> SIGNIFICAND_BITS) - BIAS
  return exponent < 0n
    ? { num: significand, den: 1n << -exponent }
    : { num: significand << exponent, den: 1n }
}

/** The largest Real that is not above the fraction. */
export function largestReal({ num, den }: Rational): bigint {
  if (num === 0n) return 0n
  let exponent = bitLength(num) - bitLength(den) - SIGNIFICAND_BITS
  for (;;) {
    const scaled = exponent < 0n ? (num << -exponent) / den : num / (den << exponent)
    if (scaled < 1n << SIGNIFICAND_BITS) return ((exponent + BIAS) << SIGNIFICAND_BITS) | scaled
    exponent += 1n
  }
}

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(2).length)
}
