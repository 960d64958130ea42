// Puts that keep a loan from liquidation whatever the price does, and the calls that pay for them.
//
// Method:   With k the strike over the spot, p(k) the put's price over the spot, d the debt over the worth of the
//           puts' units and b the buffer, the strike solves k / (1 + b) - p(k) = d. The left side rises as long as
//           (1 + b) N(-d2) <= 1; its greatest value is the largest debt that can be covered. Both ends are found by
//           bisection down to neighbouring floats. Premium and strike are rounded up; whatever floats did, threshold *
//           collateral * strike is then at least the debt and the premium rounded down, in integers.
//           The collar's calls: c(k) = p, by bisection, rounded down.
// Domain:   8 lanes, checked by the façade: spot, collateral (high, low), debt, liquidation threshold, variance,
//           time (1 s or more), buffer.
// Special:  no debt: strike and premium 0. A debt above the largest one: only that is returned.
// Accuracy: within 1 + 1e-9 of the real value; test/core/strategies/vectors.test.ts.
// Source:   docs/strategies.md.

import { mulDivWideUp, quotientHigh } from '../mulDiv'
import { mulWide, high as wideHigh } from '../wide'
import { below } from './normal'
import { computeDeviation } from './option'
import { computePrice, logRatio } from './price'

const MILLION: u64 = 1_000_000 // 1 in pips
const MILLION_FLOAT: f64 = 1e6
const TWO_64: f64 = 18446744073709551616.0
const WAD: f64 = 1e18
const MAX_STRIKE: f64 = 1e14 // the domain of options
const MAX_STRIKE_WORTH: f64 = 1e19 // all puts at their strike: fits a lane
const PIPS_WAD_HIGH: u64 = 54_210 // 1e24, high and low word
const PIPS_WAD_LOW: u64 = 2_003_764_205_206_896_640

// What a row says, in floats.
let spot: f64 = 0
let worth: f64 = 0 // of the puts' units at the spot
let debt: f64 = 0
let deviation: f64 = 0
let growth: f64 = 0 // 1 + buffer

// threshold * collateral, in millionths of a unit of 1e18.
let thresholdHigh: u64 = 0
let thresholdLow: u64 = 0

/**
 * The puts of one row: 8 lanes in, 6 lanes out: the largest debt, liquidation price, puts (high, low), strike,
 * premium. The last four are 0 where the debt is above the largest.
 */
export function overlayPutsRow(input: usize, output: usize): void {
  read(input)
  const debtUsd6 = load<u64>(input, 24)
  const putLow = mulDivWideUp(0, 1, thresholdHigh, thresholdLow, 0, MILLION)
  const putHigh = quotientHigh
  memory.fill(output, 0, 48)
  const end = findEnd(false)
  store<u64>(output, coverDebt(end))
  if (debtUsd6 > coverDebt(end)) return
  store<u64>(output, toPriceUp(debtUsd6), 8)
  store<u64>(output, putHigh, 16)
  store<u64>(output, putLow, 24)
  if (debtUsd6 == 0) return
  const k = solveStrike(end)
  const premium = putPrice(k) * worth
  const strikeUsd6 = <u64>Math.ceil(k * spot)
  store<u64>(output, max(strikeUsd6, toPriceUp(debtUsd6 + <u64>premium)), 32)
  store<u64>(output, <u64>Math.ceil(premium), 40)
}

/** The collar's calls of one row: 8 lanes in, 2 lanes out: the largest debt, and the strike or 0. */
export function collarCallsRow(input: usize, output: usize): void {
  read(input)
  const end = findEnd(true)
  store<u64>(output, coverDebt(end))
  store<u64>(output, 0, 8)
  if (load<u64>(input, 24) > coverDebt(end)) return
  const premium = debt == 0 ? 0 : putPrice(solveStrike(end))
  let low: f64 = 0
  let high = MAX_STRIKE / spot
  if (callPrice(high) >= premium) low = high
  for (let mid = 0.5 * (low + high); low < mid && mid < high; mid = 0.5 * (low + high)) {
    if (callPrice(mid) >= premium) low = mid
    else high = mid
  }
  store<u64>(output, <u64>Math.max(1, Math.floor(low * spot)), 8)
}

function read(input: usize): void {
  const collateralHigh = load<u64>(input, 8)
  const collateralLow = load<u64>(input, 16)
  const thresholdPips = load<u64>(input, 32)
  thresholdLow = mulWide(collateralLow, thresholdPips)
  thresholdHigh = wideHigh + collateralHigh * thresholdPips
  spot = <f64>load<u64>(input)
  const units = (<f64>thresholdHigh * TWO_64 + <f64>thresholdLow) / (WAD * MILLION_FLOAT)
  worth = spot * units
  debt = <f64>load<u64>(input, 24)
  deviation = computeDeviation(<f64>load<u64>(input, 40), <f64>load<u64>(input, 48))
  growth = 1.0 + <f64>load<u64>(input, 56) / MILLION_FLOAT
}

/** Largest k up to which the covered debt rises; for a collar also p(k) <= 1, since no call is worth more. */
function findEnd(isCollar: bool): f64 {
  let high = Math.min(MAX_STRIKE / spot, MAX_STRIKE_WORTH / worth)
  if (isRising(high, isCollar)) return high
  let low: f64 = 0
  for (let mid = 0.5 * high; low < mid && mid < high; mid = 0.5 * (low + high)) {
    if (isRising(mid, isCollar)) low = mid
    else high = mid
  }
  return low
}

function isRising(k: f64, isCollar: bool): bool {
  const d2 = logRatio(1, k) / deviation - 0.5 * deviation
  return growth * below(-d2) <= 1 && !(isCollar && putPrice(k) > 1)
}

/** k / (1 + b) - p(k) */
function coverShare(k: f64): f64 {
  return k / growth - putPrice(k)
}

/** The largest debt, in whole units. */
function coverDebt(end: f64): u64 {
  return end > 0 ? <u64>Math.max(0, Math.floor(coverShare(end) * worth)) : 0
}

function solveStrike(end: f64): f64 {
  const share = debt / worth
  let low: f64 = 0
  let high = end
  for (let mid = 0.5 * high; low < mid && mid < high; mid = 0.5 * (low + high)) {
    if (coverShare(mid) >= share) high = mid
    else low = mid
  }
  return high
}

/** A put's price over the spot. */
function putPrice(k: f64): f64 {
  const x = logRatio(1, k)
  return k < 1 ? computePrice(k, 1, x, deviation) : computePrice(1, k, -x, deviation) + (k - 1)
}

/** A call's price over the spot. */
function callPrice(k: f64): f64 {
  const x = logRatio(1, k)
  return k < 1 ? computePrice(k, 1, x, deviation) + (1 - k) : computePrice(1, k, -x, deviation)
}

/** The price at which threshold * collateral is worth an amount, rounded up. */
function toPriceUp(amountUsd6: u64): u64 {
  return mulDivWideUp(0, amountUsd6, PIPS_WAD_HIGH, PIPS_WAD_LOW, thresholdHigh, thresholdLow)
}
