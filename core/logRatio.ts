/**
 * Method: with a and b within a factor of sqrt 2 of each other, ln(a / b) = 2 artanh s = 2 (s + s^3 / 3 + s^5 / 5 + ...),
 * s = (a - b) / (a + b), where a - b is exact; else b is doubled or halved k times before, and k ln 2 is added.
 * Domain: a and b from 1e-300 to 1e300. Special cases: NaN outside; 0 where a = b.
 * Accuracy: relative error below 2^-50 (test/core/logRatio.test.ts). Only sums, products and quotients of IEEE doubles,
 * which have the same bits on every machine; Math.log does not.
 */

const LEAST = 1e-300
const MOST = 1e300
/** ln 2 in two parts: the first has zeros at its end, so that a whole multiple of it is exact. Source: FreeBSD's msun. */
const LN_2_HIGH = 6.9314718036912382e-1
const LN_2_LOW = 1.9082149292705877e-10

/** 1 / 3, 1 / 5, ...: at |s| = 0.172 the first one left out is below 2^-60. */
const [T3, T5, T7, T9, T11, T13] = [1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13]
const [T15, T17, T19, T21] = [1 / 15, 1 / 17, 1 / 19, 1 / 21]

/** ln(a / b), the same bits on every machine; NaN unless both lie in 1e-300 to 1e300. */
export function logRatio(a: number, b: number): number {
  if (!(a >= LEAST && b >= LEAST && a <= MOST && b <= MOST)) return NaN
  let near = b
  let doublings = 0
  while (a > near * Math.SQRT2) {
    near *= 2
    doublings++
  }
  while (a * Math.SQRT2 < near) {
    near /= 2
    doublings--
  }
  const s = (a - near) / (a + near)
  const log = 2 * s * sumSeries(s * s)
  return doublings === 0 ? log : doublings * LN_2_HIGH + (doublings * LN_2_LOW + log)
}

function sumSeries(x: number): number {
  const tail = T13 + x * (T15 + x * (T17 + x * (T19 + x * T21)))
  return 1 + x * (T3 + x * (T5 + x * (T7 + x * (T9 + x * (T11 + x * tail)))))
}
