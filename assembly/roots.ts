// Exact floor roots of 128-bit operands.
//
// Method:   a 64-bit float gives the first guess; exact integer comparisons correct it. No result
//           depends on the guess, only the number of corrections does.
// Domain:   every operand high * 2^64 + low.
// Special:  the root of 0 is 0.
// Accuracy: exact, the largest integer whose power is not above the operand;
//           test/core/maths.test.ts.

import { mulHigh, mulWide, high as wideHigh } from './wide'

const TWO_64: f64 = 18446744073709551616.0
const MAX_ROOT: u64 = 0xffff_ffff_ffff_ffff
const MAX_CUBE_ROOT: u64 = 6_981_463_658_331 // floor((2^128 - 1)^(1/3))

/** floor(sqrt(high * 2^64 + low)). */
export function sqrtDown(high: u64, low: u64): u64 {
  if (high == 0) return sqrtOfWord(low)
  const guess = sqrt<f64>(<f64>high * TWO_64 + <f64>low)
  let root = guess >= TWO_64 ? MAX_ROOT : <u64>guess
  // The float has 53 bits, the root up to 64: one Newton step on the exact remainder brings the
  // others.
  const squareLow = mulWide(root, root)
  const restLow = low - squareLow
  const restHigh = <i64>(high - wideHigh - u64(low < squareLow))
  const rest = <f64>restHigh * TWO_64 + <f64>restLow
  const step = <i64>(rest / (2.0 * <f64>root))
  const stepped = root + <u64>step
  root = step > 0 && stepped < root ? MAX_ROOT : stepped
  while (isSquareAbove(root, high, low)) root--
  while (root < MAX_ROOT && !isSquareAbove(root + 1, high, low)) root++
  return root
}

function sqrtOfWord(x: u64): u64 {
  let root = <u64>sqrt<f64>(<f64>x)
  if (root > 0xffff_ffff) root = 0xffff_ffff
  while (root * root > x) root--
  while (root < 0xffff_ffff && (root + 1) * (root + 1) <= x) root++
  return root
}

function isSquareAbove(root: u64, high: u64, low: u64): bool {
  const squareLow = mulWide(root, root)
  return wideHigh > high || (wideHigh == high && squareLow > low)
}

/** floor(cbrt(high * 2^64 + low)), at most 43 bits. */
export function cbrtDown(high: u64, low: u64): u64 {
  let root = <u64>Math.cbrt(<f64>high * TWO_64 + <f64>low)
  if (root > MAX_CUBE_ROOT) root = MAX_CUBE_ROOT
  while (isCubeAbove(root, high, low)) root--
  while (root < MAX_CUBE_ROOT && !isCubeAbove(root + 1, high, low)) root++
  return root
}

function isCubeAbove(root: u64, high: u64, low: u64): bool {
  const squareLow = mulWide(root, root)
  const cubeHigh = wideHigh * root + mulHigh(squareLow, root)
  return cubeHigh > high || (cubeHigh == high && squareLow * root > low)
}

/**
 * floor((high * 2^64 + low)^(1/4)), at most 32 bits: two floor square roots give the floor fourth
 * root.
 */
export function fourthRootDown(high: u64, low: u64): u64 {
  return sqrtOfWord(sqrtDown(high, low))
}
