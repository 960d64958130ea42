// a * b / denominator with a full-width product.
//
// Method:   schoolbook product, Knuth's algorithm D with 32-bit digits; no float.
// Domain:   every operand with a quotient that fits the result; otherwise throws core/mul-div-
//           overflow, for a denominator of 0 as well.
// Accuracy: exact, rounded as the name says; test/core/maths.test.ts.
// Source:   Knuth, The Art of Computer Programming, volume 2, section 4.3.1.

import { divWide, mulHigh, mulWide, remainder, high as wideHigh } from './wide'

/** The high word of the latest 128-bit `mulDivWide` result. */
export let quotientHigh: u64 = 0

/** floor(a * b / denominator) of 64-bit operands. */
export function mulDivDown(a: u64, b: u64, denominator: u64): u64 {
  const productHigh = mulHigh(a, b)
  if (productHigh >= denominator) throw new Error('core/mul-div-overflow')
  return divWide(productHigh, a * b, denominator)
}

/** ceil(a * b / denominator) of 64-bit operands. */
export function mulDivUp(a: u64, b: u64, denominator: u64): u64 {
  const quotient = mulDivDown(a, b, denominator)
  if (remainder == 0) return quotient
  if (quotient == u64.MAX_VALUE) throw new Error('core/mul-div-overflow')
  return quotient + 1
}

/** floor(a * b / denominator) of 128-bit operands; sets `quotientHigh`, returns the low word. */
export function mulDivWideDown(
  aHigh: u64,
  aLow: u64,
  bHigh: u64,
  bLow: u64,
  denominatorHigh: u64,
  denominatorLow: u64,
): u64 {
  return divideProduct(aHigh, aLow, bHigh, bLow, denominatorHigh, denominatorLow, false)
}

/** ceil(a * b / denominator) of 128-bit operands; sets `quotientHigh`, returns the low word. */
export function mulDivWideUp(
  aHigh: u64,
  aLow: u64,
  bHigh: u64,
  bLow: u64,
  denominatorHigh: u64,
  denominatorLow: u64,
): u64 {
  return divideProduct(aHigh, aLow, bHigh, bLow, denominatorHigh, denominatorLow, true)
}

function divideProduct(
  aHigh: u64,
  aLow: u64,
  bHigh: u64,
  bLow: u64,
  denominatorHigh: u64,
  denominatorLow: u64,
  roundUp: bool,
): u64 {
  multiplyWide(aHigh, aLow, bHigh, bLow)
  const fits =
    product3 < denominatorHigh || (product3 == denominatorHigh && product2 < denominatorLow)
  if (!fits) throw new Error('core/mul-div-overflow')
  // The invariant of long division holds throughout: the partial remainder stays below the
  // denominator.
  restHigh = product3
  restLow = product2
  let upper = divideStep(product1, denominatorHigh, denominatorLow)
  let lower = divideStep(product0, denominatorHigh, denominatorLow)
  if (roundUp && (restHigh | restLow) != 0) {
    lower++
    if (lower == 0) upper++
    if ((upper | lower) == 0) throw new Error('core/mul-div-overflow')
  }
  quotientHigh = upper
  return lower
}

// The 256-bit product, lowest word first.
let product0: u64 = 0
let product1: u64 = 0
let product2: u64 = 0
let product3: u64 = 0

function multiplyWide(aHigh: u64, aLow: u64, bHigh: u64, bLow: u64): void {
  product0 = aLow * bLow
  product1 = mulHigh(aLow, bLow)
  product2 = aHigh * bHigh
  product3 = mulHigh(aHigh, bHigh)
  addAtWord1(aHigh * bLow, mulHigh(aHigh, bLow))
  addAtWord1(aLow * bHigh, mulHigh(aLow, bHigh))
}

function addAtWord1(low: u64, high: u64): void {
  product1 += low
  const carry1 = u64(product1 < low)
  // The high word of a product is at most 2^64 - 2, so that adding a carry cannot wrap.
  const addend = high + carry1
  product2 += addend
  product3 += u64(product2 < addend)
}

// The partial remainder of the long division.
let restHigh: u64 = 0
let restLow: u64 = 0

/**
 * Brings down one 64-bit word: floor((rest * 2^64 + next) / denominator), the rest becomes the
 * remainder.
 */
function divideStep(next: u64, denominatorHigh: u64, denominatorLow: u64): u64 {
  if (denominatorHigh == 0) {
    const digit = divWide(restLow, next, denominatorLow)
    restLow = remainder
    return digit
  }
  const shift = clz(denominatorHigh)
  const dHigh = shiftedHigh(denominatorHigh, denominatorLow, shift)
  const dLow = denominatorLow << shift
  const n2 = shiftedHigh(restHigh, restLow, shift)
  const n1 = shiftedHigh(restLow, next, shift)
  const n0 = next << shift
  // Guess from the two highest words; with dHigh >= 2^63 it is at most 2 too large.
  let digit = u64.MAX_VALUE
  let rest = n1 + dHigh
  let restFits = rest >= n1
  if (n2 < dHigh) {
    digit = divWide(n2, n1, dHigh)
    rest = remainder
    restFits = true
  }
  while (restFits) {
    const low = mulWide(digit, dLow)
    if (wideHigh < rest || (wideHigh == rest && low <= n0)) break
    digit--
    rest += dHigh
    restFits = rest >= dHigh
  }
  const low = mulWide(digit, dLow)
  const remainderLow = n0 - low
  const remainderHigh = n1 - digit * dHigh - wideHigh - u64(n0 < low)
  restLow = shift == 0 ? remainderLow : (remainderLow >> shift) | (remainderHigh << (64 - shift))
  restHigh = remainderHigh >> shift
  return digit
}

/** The high word of (high * 2^64 + low) << shift for shift 0 ... 63. */
function shiftedHigh(high: u64, low: u64, shift: u64): u64 {
  // Shifting by 64 would shift by 0, hence the two steps.
  return (high << shift) | ((low >> 1) >> (63 - shift))
}
