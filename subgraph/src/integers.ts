// Integers that cross between the chain's 256 bits, the store's 64 and the core's.

import { BigInt } from '@graphprotocol/graph-ts'

const WORD_BYTES: i32 = 8

/** As a signed 64-bit number; the nearest one for a number that does not fit. */
export function toInt8(x: BigInt): i64 {
  if (isNegative(x)) return fitsBytes(x, 0xff) ? <i64>lowWord(x) : i64.MIN_VALUE
  const word = lowWord(x)
  return fitsBytes(x, 0) && word <= <u64>i64.MAX_VALUE ? <i64>word : i64.MAX_VALUE
}

/** As a signed 32-bit number; the nearest one for a number that does not fit. */
export function toInt(x: BigInt): i32 {
  const value = toInt8(x)
  return <i32>max<i64>(min<i64>(value, i32.MAX_VALUE), i32.MIN_VALUE)
}

/** As an unsigned 64-bit number; 2^64 - 1 for a larger one and for a negative one. */
export function toWord(x: BigInt): u64 {
  return !isNegative(x) && fitsBytes(x, 0) ? lowWord(x) : u64.MAX_VALUE
}

/** high * 2^64 + low */
export function fromWords(high: u64, low: u64): BigInt {
  const x = new BigInt(2 * WORD_BYTES + 1)
  for (let i = 0; i < WORD_BYTES; i++) {
    x[i] = <u8>(low >> ((<u64>i) << 3))
    x[WORD_BYTES + i] = <u8>(high >> ((<u64>i) << 3))
  }
  return x
}

export function isNegative(x: BigInt): bool {
  return x.length > 0 && x[x.length - 1] >> 7 == 1
}

export function isZero(x: BigInt): bool {
  for (let i = 0; i < x.length; i++) {
    if (x[i] != 0) return false
  }
  return true
}

/** floor(a / b), towards minus infinity, for b > 0. */
export function floorDiv(a: BigInt, b: BigInt): BigInt {
  const quotient = a.div(b)
  if (!isNegative(a) || quotient.times(b).equals(a)) return quotient
  return quotient.minus(BigInt.fromI32(1))
}

/** floor(a / b), towards minus infinity, for b > 0. */
export function floorDivWord(a: i64, b: i64): i64 {
  const quotient = a / b
  return a < 0 && quotient * b != a ? quotient - 1 : quotient
}

/** The smallest multiple of `step` that is not below a >= 0. */
export function ceilTo(a: i64, step: i64): i64 {
  const rest = a % step
  return rest == 0 ? a : a - rest + step
}

/** 10^exponent, 0 ... 255 */
export function powerOfTen(exponent: i32): BigInt {
  return BigInt.fromI32(10).pow(<u8>exponent)
}

/** Whether every byte beyond the first word is `padding`, and, for a negative number, the word's sign bit is set. */
function fitsBytes(x: BigInt, padding: u8): bool {
  for (let i = WORD_BYTES; i < x.length; i++) {
    if (x[i] != padding) return false
  }
  return padding == 0 || x.length <= WORD_BYTES || x[WORD_BYTES - 1] >> 7 == 1
}

function lowWord(x: BigInt): u64 {
  const padding: u8 = isNegative(x) ? 0xff : 0
  let word: u64 = 0
  for (let i = 0; i < WORD_BYTES; i++) {
    word |= (<u64>(i < x.length ? x[i] : padding)) << ((<u64>i) << 3)
  }
  return word
}
