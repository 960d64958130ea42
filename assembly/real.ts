// Real: a non-negative real number in 64 bits, so that a formula with an enormous range reads as a
//       formula.
//
// Method:   53-bit significand, its highest bit always set, and an 11-bit exponent:
//           value = significand * 2^(exponent - 1076), exponent = real >> 53; zero is 0. The order
//           of reals is the order of the integers. Every operation returns the largest Real not
//           above the exact result, hence each is monotone, and so is every composition of them.
//           Quotients and roots start from a 64-bit float that exact integer arithmetic then
//           corrects; no result depends on it.
// Domain:   exponents between 2^-900 and 2^900; the model's operands stay within 2^-200 and 2^200.
// Special:  0 is exact in every operation; dividing by 0 is the caller's mistake.
// Accuracy: relative error below 2^-52 an operation; test/core/real.test.ts.

import { exp2Fraction } from './exp'
import { mulHigh, mulWide, high as wideHigh } from './wide'

const SIGNIFICAND: u64 = 0x001f_ffff_ffff_ffff
const FRACTION: u64 = 0x000f_ffff_ffff_ffff // the significand without its highest bit
const ONE_EXPONENT: u64 = 1024
const TWO_52: f64 = 4503599627370496.0

export const ONE: u64 = 0x8010_0000_0000_0000

/** The Real of an integer, rounded down above 2^53. */
export function fromUintDown(x: u64): u64 {
  if (x == 0) return 0
  const zeros = clz(x)
  return ((ONE_EXPONENT + 63 - zeros) << 53) | ((x << zeros) >> 11)
}

/** The Real of high * 2^64 + low, rounded down once. */
export function fromWideDown(high: u64, low: u64): u64 {
  if (high == 0) return fromUintDown(low)
  const zeros = clz(high)
  // Shifting by 64 would shift by 0, hence the two steps.
  const top = (high << zeros) | ((low >> 1) >> (63 - zeros))
  return ((ONE_EXPONENT + 127 - zeros) << 53) | (top >> 11)
}

/** The Real of a * b, rounded down once. */
export function fromProductDown(a: u64, b: u64): u64 {
  const low = mulWide(a, b)
  return fromWideDown(wideHigh, low)
}

/** The Real of (high * 2^64 + low) * factor / 2^fractionBits, rounded down once. */
export function fromFixedProductDown(high: u64, low: u64, factor: u64, fractionBits: u64): u64 {
  const carry = mulHigh(low, factor)
  const middle = high * factor + carry
  const top = mulHigh(high, factor) + u64(middle < carry)
  const scaled =
    top == 0 ? fromWideDown(middle, low * factor) : shift(fromWideDown(top, middle), 64)
  return scaled == 0 ? 0 : scaled - (fractionBits << 53)
}

/** The float of the same value: both have 53 significant bits. */
export function toFloat(a: u64): f64 {
  if (a == 0) return 0
  return reinterpret<f64>((((a >> 53) - 1) << 52) | (a & FRACTION))
}

/** floor(a) for a < 2^53. */
export function toUintDown(a: u64): u64 {
  const exponent = a >> 53
  if (exponent < ONE_EXPONENT) return 0
  return (a & SIGNIFICAND) >> (ONE_EXPONENT + 52 - exponent)
}

/** ceil(a) for a < 2^53. */
export function toUintUp(a: u64): u64 {
  const exponent = a >> 53
  if (exponent < ONE_EXPONENT) return u64(a != 0)
  const shift = ONE_EXPONENT + 52 - exponent
  const significand = a & SIGNIFICAND
  const floor = significand >> shift
  return floor + u64(floor << shift != significand)
}

/** floor(a * 2^58), at most 2^64 - 1. */
export function toQ58Down(a: u64): u64 {
  const exponent = a >> 53
  const significand = a & SIGNIFICAND
  if (exponent >= ONE_EXPONENT + 6) return u64.MAX_VALUE
  if (exponent >= ONE_EXPONENT - 6) return significand << (exponent - (ONE_EXPONENT - 6))
  const shift = ONE_EXPONENT - 6 - exponent
  return shift > 63 ? 0 : significand >> shift
}

/** a * b */
export function mulDown(a: u64, b: u64): u64 {
  if (a == 0 || b == 0) return 0
  // Both significands shifted to 64 bits: the product's high word lies in [2^62, 2^64).
  const product = mulHigh(a << 11, b << 11)
  const carry = product >> 63
  return (((a >> 53) + (b >> 53) - ONE_EXPONENT + carry) << 53) | (product >> (10 + carry))
}

/** a / b for b > 0 */
export function divDown(a: u64, b: u64): u64 {
  if (a == 0) return 0
  const denominator = b & SIGNIFICAND
  const carry = u64((a & SIGNIFICAND) < denominator)
  const numerator = (a & SIGNIFICAND) << carry
  // The float quotient lies in [1, 2) and is the nearest multiple of 2^-52: the floor or one above
  // it.
  let quotient = <u64>((<f64>numerator / <f64>denominator) * TWO_52)
  if (<i64>((numerator << 52) - quotient * denominator) < 0) quotient--
  return (((a >> 53) + ONE_EXPONENT - (b >> 53) - carry) << 53) | quotient
}

/** a + b */
export function addDown(a: u64, b: u64): u64 {
  const larger = max(a, b)
  const smaller = min(a, b)
  const distance = (larger >> 53) - (smaller >> 53)
  if (distance > 52) return larger
  const sum = (larger & SIGNIFICAND) + ((smaller & SIGNIFICAND) >> distance)
  const carry = sum >> 53
  return (((larger >> 53) + carry) << 53) | (sum >> carry)
}

/** a - b for a >= b */
export function subDown(a: u64, b: u64): u64 {
  const distance = (a >> 53) - (b >> 53)
  if (b == 0 || a == 0) return a
  // Ten more bits, and the smaller rounded up, so that the difference is rounded down.
  const smaller = (b & SIGNIFICAND) << 10
  const shifted = distance > 63 ? 0 : smaller >> distance
  const isCut = distance > 63 || shifted << distance != smaller
  const difference = ((a & SIGNIFICAND) << 10) - shifted - u64(isCut)
  if (difference == 0) return 0
  // The highest bit of the larger is bit 62.
  const zeros = clz(difference)
  return (((a >> 53) + 1 - zeros) << 53) | ((difference << zeros) >> 11)
}

/** a * 2^bits */
export function shift(a: u64, bits: u64): u64 {
  return a == 0 ? 0 : a + (bits << 53)
}

/** sqrt(a) */
export function sqrtDown(a: u64): u64 {
  if (a == 0) return 0
  const exponent = a >> 53
  const radicand = (a & SIGNIFICAND) << (exponent & 1)
  // The float root lies in [1, 2) and is the nearest multiple of 2^-52: the floor or one above it.
  let root = <u64>(sqrt<f64>(<f64>radicand / TWO_52) * TWO_52)
  if (<i64>((radicand << 52) - root * root) < 0) root--
  return (((exponent + ONE_EXPONENT) >> 1) << 53) | root
}

/** 2^x for x in Q58 */
export function exp2Down(xQ58: u64): u64 {
  return ((ONE_EXPONENT + (xQ58 >> 58)) << 53) | (exp2Fraction(xQ58 << 6) >> 11)
}
