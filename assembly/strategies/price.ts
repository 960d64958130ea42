// The price of an option that is out of the money.
//
// Method:   With lower <= higher, the two of spot and strike, x = ln(higher / lower) and s = sigma sqrt(T):
//           price = lower N(d1) - higher N(d2), d1 = s/2 - x/s, d2 = -s/2 - x/s, for a call below its strike
//           as for a put above it. With d1 > 0 it is lower - (lower N(-d1) + higher N(d2)): the sum has no
//           cancellation, and both its terms fall when s rises.
//           The integer price takes s from a grid of 2^-30. One step of it moves the price by lower phi(d1) 2^-30
//           or more, a thousand times what floats can err by there; so the price never falls in variance
//           or time, to the unit, although it is made of floats (docs/strategies.md has the sum).
// Domain:   spot 1 ... 1e13, strike 1 ... 1e14; s above 0.
// Accuracy: floorPrice is never above the real price and below it by less than 1 + 4e-10 lower, but for the
//           last bits of floats; test/core/strategies/vectors.test.ts.
// Source:   Black 1976; no interest, as coin-margined markets quote forwards.

import { upperTail } from './normal'

const GRID: f64 = 1073741824.0 // 2^30

/** ln(a / b), keeping its digits near 0. Rises strictly in whole a <= 1e13. */
export function logRatio(a: f64, b: f64): f64 {
  return a < b ? -Math.log1p((b - a) / a) : Math.log1p((a - b) / b)
}

/** x on the grid, rounded down. */
export function toGridDown(x: f64): f64 {
  return Math.floor(x * GRID) / GRID
}

/** The price as a real number, in the unit of `lower`. */
export function computePrice(lower: f64, higher: f64, x: f64, s: f64): f64 {
  const d1 = 0.5 * s - x / s
  const tail2 = higher * upperTail(0.5 * s + x / s)
  const price = d1 > 0 ? lower - (lower * upperTail(d1) + tail2) : lower * upperTail(-d1) - tail2
  return Math.max(0, price)
}

/** The price in whole units, rounded down, of s on the grid. */
export function floorPrice(lower: f64, higher: f64, x: f64, s: f64): f64 {
  const grid = toGridDown(s)
  if (grid == 0) return 0
  const d1 = 0.5 * grid - x / grid
  const tail2 = higher * upperTail(0.5 * grid + x / grid)
  const price =
    d1 > 0
      ? lower - Math.ceil(lower * upperTail(d1) + tail2)
      : Math.floor(lower * upperTail(-d1) - tail2)
  return Math.max(0, price)
}
