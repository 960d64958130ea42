/**
 * Method: what is left of a hole after a second is the 60th root of what is left after a minute, by Newton's method from 1, which
 * falls to the root monotonically; after n seconds it is the n-th power, by squaring.
 * Accuracy: relative error below 1e-13 for a day (test/backtest/simulator/refill.test.ts). Only sums, products and quotients of
 * IEEE doubles: the same bits on every machine.
 */

const MINUTE_SEC = 60

/** What is left of a hole after a second, a share of it; `refillPips` of it refills in a minute, 1e6 = 100 %. */
export function computeKeptPerSec(refillPips: number): number {
  const keptPerMinute = 1 - refillPips / 1e6
  if (keptPerMinute <= 0) return 0
  let root = 1
  for (;;) {
    const power = raise(root, MINUTE_SEC - 1)
    const next = root - (root * power - keptPerMinute) / (MINUTE_SEC * power)
    if (!(next < root)) return root
    root = next
  }
}

/** base^exponent for a whole exponent from 0 on. */
export function raise(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square
    square *= square
  }
  return result
}
