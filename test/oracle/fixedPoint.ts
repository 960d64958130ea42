/**
 * Roots and exponentials for the oracle.
 *
 * Method: a fixed-point number is a bigint `v` that means `v / 2^288`. Roots are exact floors
 * of integers (Newton from above). `exp2` splits off the whole part, takes the exponential series
 * of the rest divided by 2^16, and squares 16 times.
 * Domain: roots of any non-negative fraction; `exp2` of any argument, negative ones included.
 * Accuracy: roots are at most 2^-288 too low. `exp2` is off by less than 2^-266 of its value: at
 * most 20 roundings of the series, doubled by each of 16 squarings, stay below 2^21 units of 2^-288.
 */
import type { Rational } from './rational.ts'

export const FRACTION_BITS = 288n
export const ONE = 1n << FRACTION_BITS
const HALVINGS = 16n

/** ln 2 = 2 artanh(1/3) = sum of 2 / ((2k + 1) 3^(2k + 1)), with 64 bits to spare. */
const LN2 = (() => {
  const spare = 64n
  let power = (2n << (FRACTION_BITS + spare)) / 3n
  let sum = 0n
  for (let odd = 1n; power > 0n; odd += 2n) {
    sum += power / odd
    power /= 9n
  }
  return sum >> spare
})()

/** A fraction as fixed point, rounded down. */
export function toFixedPoint({ num, den }: Rational): bigint {
  return (num << FRACTION_BITS) / den
}

/** floor(n ^ (1 / degree)), exactly. */
export function floorRoot(n: bigint, degree: number): bigint {
  if (n < 0n) throw new RangeError(`no root of a negative number: ${n}`)
  if (n === 0n) return 0n
  const k = BigInt(degree)
  // The leading bits give a first guess by floating point; Newton's steps then forget it.
  const shift = Math.max(0, Math.floor((n.toString(16).length * 4 - 60) / degree))
  const leading = Number(n >> BigInt(shift * degree))
  const guess = BigInt(Math.ceil(leading ** (1 / degree))) << BigInt(shift)
  // Whatever the guess, one step lands at or above the root, and from there steps only descend.
  let root = ((k - 1n) * guess + n / guess ** (k - 1n)) / k
  for (;;) {
    const next = ((k - 1n) * root + n / root ** (k - 1n)) / k
    if (next >= root) return root
    root = next
  }
}

/** The root of a fraction as fixed point, rounded down. */
export function rootOf({ num, den }: Rational, degree: number): bigint {
  return floorRoot((num << (FRACTION_BITS * BigInt(degree))) / den, degree)
}

/** base^exponent for a base of at least 1, at most `cap`; base, cap and result in fixed point. */
export function power(base: bigint, exponent: bigint, cap: bigint): bigint {
  let result = ONE
  let square = base
  for (let left = exponent; left > 0n && result < cap; left >>= 1n) {
    if (left & 1n) result = (result * square) >> FRACTION_BITS
    // Beyond the cap the size does not matter.
    square = square > cap ? square : (square * square) >> FRACTION_BITS
  }
  return result < cap ? result : cap
}

/** 2^x, argument and result in fixed point. */
export function exp2(x: bigint): bigint {
  const whole = x >> FRACTION_BITS
  const fraction = x - (whole << FRACTION_BITS)
  const small = (fraction * LN2) >> (FRACTION_BITS + HALVINGS)
  let power = ONE
  let term = small
  for (let n = 2n; term > 0n; n += 1n) {
    power += term
    term = ((term * small) >> FRACTION_BITS) / n
  }
  for (let i = 0n; i < HALVINGS; i += 1n) power = (power * power) >> FRACTION_BITS
  return whole >= 0n ? power << whole : power >> -whole
}

/** e^-x for x >= 0, argument and result in fixed point. Off by less than (x + 1) 2^-265. */
export function expNeg(x: bigint): bigint {
  return exp2(-((x << FRACTION_BITS) / LN2))
}
