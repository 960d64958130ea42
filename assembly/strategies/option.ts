// Price and greeks of a European option without interest.
//
// Method:   The leg out of the money is computed (price.ts), the other follows: call - put = spot - strike and
//           callDelta - putDelta = 1, exactly. The delta takes d1 from a grid of 2^-30 and is made of the tail that
//           lies beyond it, rounded to the nearest: as in price.ts, a step of the grid is larger than the error, so
//           the call's delta never falls in spot.
//           gammaCash = phi(d1) / s, thetaDay = -variance/2 gammaCash day.
// Domain:   4 floats in: spot 1 ... 1e13 usd6, strike 1 ... 1e14 usd6, variance 1 ... 9e18 wad, time 0 ... 315,576,000 s,
//           all whole.
// Special:  time 0: intrinsic value, delta 0, 1/2 or 1, no gamma, no theta.
// Accuracy: prices never above the real ones, below by less than 1 + 4e-10 spot; the others within 1 + 1e-9 of their
//           size; test/core/strategies/vectors.test.ts.
// Source:   Black 1976.

import { density, upperTail } from './normal'
import { floorPrice, logRatio, toGridDown } from './price'

const MILLION: f64 = 1e6 // 1 in pips
const YEAR_WAD: f64 = 3.15576e25 // a year in seconds * 1e18
const HALF_DAY_WAD: f64 = 1.3689253935660506e-21 // half a day in years / 1e18

/** Floats of an input row: spot, strike, variance, time. */
export const OPTION_INPUT_BYTES: usize = 32
/** Floats of an output row: call, put, their deltas, gamma, theta. */
export const OPTION_OUTPUT_BYTES: usize = 48

/** The standard deviation of the logarithm over the time. Never falls in either. */
export function computeDeviation(varianceWad: f64, timeSec: f64): f64 {
  return Math.sqrt((varianceWad * timeSec) / YEAR_WAD)
}

/** Prices one row: 4 floats in, 6 whole floats out. */
export function priceOptionRow(input: usize, output: usize): void {
  const spot = load<f64>(input)
  const strike = load<f64>(input, 8)
  const varianceWad = load<f64>(input, 16)
  const timeSec = load<f64>(input, 24)
  if (timeSec == 0) {
    const share: f64 = spot > strike ? MILLION : spot == strike ? 0.5 * MILLION : 0
    storePrices(output, spot, strike, 0)
    storeGreeks(output, share, 0, 0)
    return
  }
  const s = computeDeviation(varianceWad, timeSec)
  const x = logRatio(spot, strike)
  storePrices(
    output,
    spot,
    strike,
    floorPrice(Math.min(spot, strike), Math.max(spot, strike), Math.abs(x), s),
  )
  const d1 = x / s + 0.5 * s
  const gamma = (MILLION * density(d1)) / s
  storeGreeks(output, computeCallDeltaPips(d1), gamma, varianceWad * HALF_DAY_WAD * gamma)
}

function computeCallDeltaPips(d1: f64): f64 {
  const grid = toGridDown(d1)
  const tail = round(MILLION * upperTail(Math.abs(grid)))
  return grid < 0 ? tail : MILLION - tail
}

/** Both prices from that of the leg out of the money. */
function storePrices(output: usize, spot: f64, strike: f64, price: f64): void {
  store<f64>(output, spot > strike ? price + (spot - strike) : price)
  store<f64>(output, spot > strike ? price : price + (strike - spot), 8)
}

function storeGreeks(output: usize, callDeltaPips: f64, gamma: f64, decay: f64): void {
  store<f64>(output, callDeltaPips, 16)
  store<f64>(output, callDeltaPips - MILLION, 24)
  store<f64>(output, round(gamma), 32)
  // 0 - x is never -0.
  store<f64>(output, 0 - round(decay), 40)
}

/** To the nearest whole number, halves up. */
function round(x: f64): f64 {
  return Math.floor(x + 0.5)
}
