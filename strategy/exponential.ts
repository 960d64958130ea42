/**
 * Method: x is halved until it is at most 1/32, the exponential's series is summed to its tenth power, and the sum is squared as
 * often. Domain: 0 to 4. Special cases: NaN outside; 1 at 0.
 * Accuracy: relative error below 2^-44 (test/strategy/exponential.test.ts). Only sums, products and quotients of IEEE doubles,
 * which have the same bits on every machine; Math.exp does not.
 */

const MOST = 4
const SMALL = 1 / 32
const TERMS = 10

/** e^x, the same bits on every machine; NaN unless x lies in 0 to 4. */
export function exponential(x: number): number {
  if (!(x >= 0 && x <= MOST)) return Number.NaN
  let small = x
  let squarings = 0
  for (; small > SMALL; squarings++) small /= 2
  let sum = 1
  for (let power = TERMS; power > 0; power--) sum = 1 + (sum * small) / power
  for (; squarings > 0; squarings--) sum *= sum
  return sum
}
