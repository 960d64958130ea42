// 128-bit integers as pairs of 64-bit words.
//
// Method:   schoolbook products of 32-bit halves; Knuth's algorithm D for quotients. A function
//           with a 128-bit result returns the low word and leaves the high word in `high`, because
//           neither compiler that builds these files can return two values without allocating.
// Domain:   every 64-bit word; quotients as each function states.
// Accuracy: exact; test/core/maths.test.ts compares with BigInt.
// Source:   Knuth, The Art of Computer Programming, volume 2, section 4.3.1.

const LOW_HALF: u64 = 0xffff_ffff

/** The high word of the latest 128-bit result. */
export let high: u64 = 0

/** The remainder of the latest `divWide`. */
export let remainder: u64 = 0

/** The high word of the product, floor(a * b / 2^64). */
export function mulHigh(a: u64, b: u64): u64 {
  const aLow = a & LOW_HALF
  const aHigh = a >> 32
  const bLow = b & LOW_HALF
  const bHigh = b >> 32
  // Each sum is at most (2^32 - 1)^2 + 2 * (2^32 - 1) = 2^64 - 1.
  const middle = aHigh * bLow + ((aLow * bLow) >> 32)
  const middleLow = aLow * bHigh + (middle & LOW_HALF)
  return aHigh * bHigh + (middle >> 32) + (middleLow >> 32)
}

/** Sets `high` and returns the low word of a * b. */
export function mulWide(a: u64, b: u64): u64 {
  high = mulHigh(a, b)
  return a * b
}

/**
 * floor((dividendHigh * 2^64 + dividendLow) / divisor), needs dividendHigh < divisor; sets
 * `remainder`.
 */
export function divWide(dividendHigh: u64, dividendLow: u64, divisor: u64): u64 {
  if (dividendHigh == 0) {
    const quotient = dividendLow / divisor
    remainder = dividendLow - quotient * divisor
    return quotient
  }
  // With the divisor's highest bit set, a digit guessed from its upper half is at most 2 too large.
  const shift = clz(divisor)
  const d = divisor << shift
  const dHigh = d >> 32
  const dLow = d & LOW_HALF
  // Shifting by 64 would shift by 0, hence the two steps.
  const top = (dividendHigh << shift) | ((dividendLow >> 1) >> (63 - shift))
  const bottom = dividendLow << shift
  const upper = divDigit(top, bottom >> 32, d, dHigh, dLow)
  const lower = divDigit(remainder, bottom & LOW_HALF, d, dHigh, dLow)
  remainder >>= shift
  return (upper << 32) | lower
}

/** One 32-bit digit of a quotient: floor((top * 2^32 + next) / d) for top < d; sets `remainder`. */
function divDigit(top: u64, next: u64, d: u64, dHigh: u64, dLow: u64): u64 {
  let digit = top / dHigh
  let rest = top - digit * dHigh
  while (digit > LOW_HALF || digit * dLow > ((rest << 32) | next)) {
    digit--
    rest += dHigh
    if (rest > LOW_HALF) break
  }
  // The difference fits in a word, so that wrapping arithmetic gives it exactly.
  remainder = ((top << 32) | next) - digit * d
  return digit
}
