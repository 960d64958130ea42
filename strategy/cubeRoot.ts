/**
 * Method: x is scaled by powers of 8 into [1, 8), Newton's steps rise once and then fall to its cube root, scaled back by powers of 2.
 * Domain: 0 to 1e300. Special cases: 0 gives 0; NaN outside.
 * Accuracy: relative error below 2^-50 (test/strategy/cubeRoot.test.ts). Only sums, products and quotients of IEEE doubles,
 * which have the same bits on every machine; Math.cbrt does not.
 */

/** From 1.5, within 51 % of every root in [1, 2): each step squares the error. */
const STEPS = 6

/** The cube root of x, the same bits on every machine; NaN unless x lies in 0 to 1e300. */
export function cubeRoot(x: number): number {
  if (x === 0) return 0
  if (!(x > 0 && x <= 1e300)) return NaN
  let scaled = x
  let scale = 1
  while (scaled >= 8) {
    scaled /= 8
    scale *= 2
  }
  while (scaled < 1) {
    scaled *= 8
    scale /= 2
  }
  let root = 1.5
  for (let step = 0; step < STEPS; step++) root = (2 * root + scaled / (root * root)) / 3
  return root * scale
}
