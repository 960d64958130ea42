// Band, return and lot: where whoever trades should leave, come back to, and how much it takes.
//
// Method:   h >= r >= 0 with (h - r)^3 (h + r) = K and h r (h + r) = C, K = 12 k G^2 / gamma and
//           C = 3 c G^2 / gamma. With K = d0^4 and w^9 - w = (c / k) d0: h - r = d0 / w, h + r =
//           d0 w^3. A float Newton iteration on w estimates all three to 2^-46 of themselves; where
//           that leaves two integers, a predicate in Reals decides (decide.ts).
//           With Q = sqrt(1 + 4 C / N^3), N >= h if Q <= 3 and (3 - Q)^3 (Q + 1) >= 16 K / N^4, and
//           N <= r if Q >= 3 and (Q - 3)^3 (Q + 1) >= 16 K / N^4; N <= h - r if K^2 >= N^8 (1 + N c
//           / k).
// Domain:   domain.ts; c = 0 as well.
// Special:  k = 0: h = r = (C / 2)^(1/3), no lot.
// Accuracy: test/core/accuracy.test.ts. Monotone: docs/model.md, "Directions".
// Source:   docs/model.md; Altarovici, Muhle-Karbe & Soner 2015; Whalley & Wilmott 1997.
// Twin:     contracts/libraries/BandLib.sol.

import { leastDown, leastUp, mostDown, mostUp } from './decide'
import * as real from './real'

const MILLION: u64 = 1_000_000 // 100 % in pips

// Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
const REAL_PIPS: u64 = 0x827e_8480_0000_0000 // 1e6
const REAL_THREE: u64 = 0x8038_0000_0000_0000 // 3
const REAL_HORIZON_COST: u64 = 0x8c3f_dd72_cab9_b6d7 // a year * 1e18 wad * 1e4
const REAL_HORIZON_GAS: u64 = 0x89f0_b4da_30f9_ac63 // 2 * a year * 1e16

const ONE_Q44: u64 = 0x0000_1000_0000_0000
const THREE_Q44: u64 = 0x0000_3000_0000_0000

// What the predicates compare with, Reals in powers of pips.
let gasWad: u64 = 0
let costPips: u64 = 0
let gas16: u64 = 0 // 16 K
let cost4: u64 = 0 // 4 C
let squaredCurvature: u64 = 0
let riskAversion: u64 = 0

// Estimates in pips.
let leave: f64 = 0
let back: f64 = 0
let apart: f64 = 0

/** An estimate of h^2 - r^2, in pips^2. */
export let spread: f64 = 0

/** Takes k, c, G and gamma, for all that follows. */
export function prepareBands(
  gasShareWad: u64,
  proportionalPips: u64,
  curvaturePips: u64,
  riskAversionE4: u64,
): void {
  gasWad = gasShareWad
  costPips = proportionalPips
  squaredCurvature = curvaturePips * curvaturePips
  riskAversion = riskAversionE4
  estimate(
    real.toFloat(gasShareWad),
    real.toFloat(proportionalPips),
    <f64>squaredCurvature / <f64>riskAversionE4,
  )
}

function estimate(gas: f64, cost: f64, scale: f64): void {
  if (gas == 0) {
    leave = Math.cbrt(15_000.0 * cost * scale)
    back = leave
    apart = 0
    spread = 0
    return
  }
  const squared = sqrt<f64>(0.12 * gas * scale)
  const width = sqrt<f64>(squared)
  const theta = (width * 1_000_000.0 * cost) / gas
  const w = solve(theta)
  const w2 = w * w
  const w4 = w2 * w2
  apart = width / w
  leave = (0.5 * width * (w4 + 1.0)) / w
  back = (0.5 * width * theta) / (w2 * (w4 + 1.0))
  spread = squared * w2
}

/** The root w >= 1 of w^9 - w = theta. */
function solve(theta: f64): f64 {
  // A ninth of a float's bits is nearly a ninth of its logarithm: within 5 % of the ninth root of
  // theta + 1, and that within 0.6 % of w. From there an error of e becomes one of at most 4.5 e^2.
  const bits = reinterpret<u64>(theta + 1.0) / 9
  let w = max(1.0, reinterpret<f64>(bits + START))
  for (let step = 0; step < 5; step++) {
    const w2 = w * w
    const w4 = w2 * w2
    const w8 = w4 * w4
    w = (8.0 * w8 * w + theta) / (9.0 * w8 - 1.0)
  }
  return w
}

// 8/9 of a float's bias less 0.043, which halves the worst error.
const START: u64 = 4_095_079_606_371_594_098

/**
 * The band. Before an expiry in T, q = gamma sigma^2 T / 2, it is at least c / (2q) + sqrt(k / q),
 * everything if q is 0. No horizon is 0.
 */
export function computeBandPips(varianceWad: u64, horizonSec: u64): u64 {
  if (horizonSec == 0) return decideBand()
  if (varianceWad == 0) return MILLION
  const risk = real.fromProductDown(riskAversion * horizonSec, varianceWad)
  const gas = real.sqrtDown(real.divDown(real.mulDown(gasWad, REAL_HORIZON_GAS), risk))
  const least = real.addDown(computeHorizonCost(risk), gas)
  return max(decideBand(), real.toUintUp(min(REAL_PIPS, least)))
}

/** The return. Before an expiry it is at least c / (2q), everything if q is 0. No horizon is 0. */
export function computeReturnPips(varianceWad: u64, horizonSec: u64): u64 {
  if (horizonSec == 0) return decideReturn()
  if (varianceWad == 0) return MILLION
  const risk = real.fromProductDown(riskAversion * horizonSec, varianceWad)
  return max(decideReturn(), real.toUintDown(min(REAL_PIPS, computeHorizonCost(risk))))
}

/** c / (2q), a Real in pips. */
function computeHorizonCost(risk: u64): u64 {
  return real.divDown(real.mulDown(costPips, REAL_HORIZON_COST), risk)
}

/** min(h - r, sqrt(k X / W)), rounded down. */
export function computeLotPips(depthUsd6: u64, navUsd6: u64): u64 {
  const width = decideWidth()
  const square = real.divDown(
    real.mulDown(gasWad, real.fromUintDown(depthUsd6)),
    real.fromProductDown(navUsd6, MILLION),
  )
  return square >= real.fromUintDown(width * width) ? width : real.toUintDown(real.sqrtDown(square))
}

/** h in pips, rounded up, at most 1e6. */
function decideBand(): u64 {
  const least = leastUp(leave, MILLION)
  const most = mostUp(leave, MILLION)
  if (least == most) return least
  prepare()
  return isBand(least) ? least : most
}

/** r in pips, rounded down, at most 1e6. */
function decideReturn(): u64 {
  const least = leastDown(back, MILLION)
  const most = mostDown(back, MILLION)
  if (least == most) return least
  prepare()
  return isReturn(most) ? most : least
}

/** h - r in pips, rounded down, at most 1e6. */
function decideWidth(): u64 {
  const least = leastDown(apart, MILLION)
  const most = mostDown(apart, MILLION)
  if (least == most) return least
  prepare()
  return isWidth(most) ? most : least
}

/** Only the predicates need 16 K and 4 C as Reals. */
function prepare(): void {
  gas16 = real.divDown(
    real.mulDown(gasWad, real.fromUintDown(48 * squaredCurvature)),
    real.fromUintDown(25 * riskAversion),
  )
  cost4 = real.divDown(
    real.mulDown(costPips, real.fromProductDown(squaredCurvature, 120_000)),
    real.fromUintDown(riskAversion),
  )
}

/** sqrt(1 + 4 C / N^3) */
function computeQ(pips: u64): u64 {
  const cube = real.fromUintDown(pips * pips * pips)
  return real.sqrtDown(real.addDown(real.ONE, real.divDown(cost4, cube)))
}

/** 16 K / N^4 */
function computeGasTerm(pips: u64): u64 {
  return real.divDown(gas16, real.fromProductDown(pips * pips * pips, pips))
}

/** Whether h <= pips. */
function isBand(pips: u64): bool {
  // In steps of 2^-44 a step moves the product by more than its rounding does: it never rises with
  // Q.
  const qQ44 = real.toQ58Down(computeQ(pips)) >> 14
  if (qQ44 > THREE_Q44) return false
  const difference = THREE_Q44 - qQ44
  const product = real.mulDown(
    real.fromProductDown(difference, difference),
    real.fromProductDown(difference, qQ44 + ONE_Q44),
  )
  return product >= real.shift(computeGasTerm(pips), 176)
}

/**
 * Whether r >= pips. With the curvature both sides rise, the right one as G^2, the left one as G^(4h /
 * (h - r)). A step of G is at least 1e-8 of it, so that their distance grows by 2e-8 (h + r) / (h - r)
 * or more, and rounding moves it by less than a ten thousandth of that.
 */
function isReturn(pips: u64): bool {
  const q = computeQ(pips)
  if (q < REAL_THREE) return false
  const difference = real.subDown(q, REAL_THREE)
  const product = real.mulDown(
    real.mulDown(difference, difference),
    real.mulDown(difference, real.addDown(q, real.ONE)),
  )
  return product >= computeGasTerm(pips)
}

/** Whether h - r >= pips. */
function isWidth(pips: u64): bool {
  const fourth = real.fromProductDown(pips * pips * pips, pips)
  const ratio = real.divDown(
    real.mulDown(costPips, real.mulDown(REAL_PIPS, real.fromUintDown(pips))),
    gasWad,
  )
  const needed = real.mulDown(real.mulDown(fourth, fourth), real.addDown(real.ONE, ratio))
  return real.mulDown(gas16, gas16) >= real.shift(needed, 8)
}
