/**
 * The normal distribution by basic operations only, so that every machine has the same bits.
 *
 * Method: P(x) = 1/2 + (x - x^3/(2 3) + x^5/(8 5) - ...) / sqrt(2 pi), the Maclaurin series.
 * Domain: all reals; beyond 6 it is 0 or 1, which is wrong by 1e-9 at most.
 * Accuracy: 1e-7 (test/backtest/statistics/normal.test.ts); results are rounded to 1e-6 later.
 */
export function computeNormalShare(x: number): number {
  if (x > 6) return 1
  if (x < -6) return 0
  let [term, sum] = [x, x]
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / (2 * n)
    sum += term / (2 * n + 1)
  }
  return 0.5 + sum / SQRT_TWO_PI
}

/** sqrt(2 pi). */
const SQRT_TWO_PI = 2.5066282746310002

/** The value below which a share lies, by bisection; between -6 and 6. */
export function computeNormalQuantile(share: number): number {
  let [low, high] = [-6, 6]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (computeNormalShare(middle) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}
