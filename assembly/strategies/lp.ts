// A Uniswap v3 position per value 1 at tick 0: value, delta, gamma, loss to arbitrage.
//
// Method:   Per liquidity and square root of the price, with u and l the square roots' logarithms to the upper and
//           lower end: value = (1 - e^-u) + (1 - e^-l), asset 1 - e^-u, gamma 1/2, LVR variance/4; outside the
//           range value and asset of the nearer end. Logarithms are ticks times ln(1.0001) / 2, and 1 - e^-x is
//           one function, so that no range is too narrow and no tick too far.
// Domain:   3 signed lanes and one: lower < upper, tick within -887,272 ... 887,272, variance up to 9e18 wad.
// Special:  below the range the position is all asset, at its upper end and above all quote.
// Accuracy: within 1 + 1e-9 of the real value, at most 1e18; test/core/strategies/vectors.test.ts.
// Source:   Uniswap v3 whitepaper; Milionis, Moallemi, Roughgarden & Zhang 2022.

const HALF_LOG_TICK: f64 = 4.999750016665417e-5 // ln(1.0001) / 2
const MILLION: f64 = 1e6 // 1 in pips
const WAD: f64 = 1e18
const MAX_PIPS: f64 = 1e18

// Value at a tick as mantissa * e^(exponent * HALF_LOG_TICK), and the asset's share of it.
let mantissa: f64 = 0
let exponent: f64 = 0
let assetShare: f64 = 0

/** Measures one row: 4 lanes in, 4 lanes out (value, delta, gamma, LVR a year; pips). */
export function measureLpRow(input: usize, output: usize): void {
  const lower = <f64>load<i64>(input)
  const upper = <f64>load<i64>(input, 8)
  const tick = <f64>load<i64>(input, 16)
  const varianceWad = <f64>load<u64>(input, 24)
  locate(lower, upper, 0)
  const startMantissa = mantissa
  const startExponent = exponent
  locate(lower, upper, tick)
  const scale = MILLION * Math.exp((exponent - startExponent) * HALF_LOG_TICK)
  const value = (scale * mantissa) / startMantissa
  const isInside = tick >= lower && tick < upper
  const gamma = isInside ? (0.5 * scale) / startMantissa : 0.0
  store<u64>(output, toPips(value))
  store<u64>(output, toPips(value * assetShare), 8)
  store<u64>(output, toPips(gamma), 16)
  store<u64>(output, toPips((0.5 * gamma * varianceWad) / WAD), 24)
}

/** Sets value and share of the asset at a tick, per unit of liquidity. */
function locate(lower: f64, upper: f64, tick: f64): void {
  const nearest = Math.min(upper, Math.max(lower, tick))
  const asset = oneMinusExp((upper - nearest) * HALF_LOG_TICK)
  mantissa = asset + oneMinusExp((nearest - lower) * HALF_LOG_TICK)
  assetShare = asset / mantissa
  // Below the range the asset's amount stands still, and its value moves with the whole price.
  exponent = tick < lower ? 2 * tick - lower : nearest
}

/** 1 - e^-x */
function oneMinusExp(x: f64): f64 {
  return -Math.expm1(-x)
}

function toPips(x: f64): u64 {
  return <u64>Math.floor(Math.min(MAX_PIPS, x) + 0.5)
}
