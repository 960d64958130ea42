import type { Rational } from './rational.ts'

/**
 * The tolerance of the model: |integer - real| <= 1 + 1e-9 * real, decided in integers.
 *
 * The real value is the oracle's and is off by less than 1e-57 of itself, which moves the limit by
 * less than a part in 1e47.
 */
export function withinTolerance(integer: bigint, real: Rational): boolean {
  const difference = integer * real.den - real.num
  const distance = difference < 0n ? -difference : difference
  return distance * 1_000_000_000n <= 1_000_000_000n * real.den + real.num
}

/** |a - b| <= 10^-digits * b, exactly. */
export function agreesTo(digits: number, a: Rational, b: Rational): boolean {
  const difference = a.num * b.den - b.num * a.den
  const distance = difference < 0n ? -difference : difference
  return distance * 10n ** BigInt(digits) <= b.num * a.den
}
