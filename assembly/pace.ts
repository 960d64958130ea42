// Interval and aggressiveness: how often to trade, and how much of the drift at a time.
//
// Method:   tau = (h^2 - r^2) / (sigma^2 G^2) years, estimated from bands.ts. tau <= T if (G mu)^4
//           >= kappa^2 + (12 c / gamma) kappa^(3/2) / sqrt(mu), with mu = sigma^2 T / year and kappa
//           = 12 k / gamma: every term moves one way only, so that this predicate is monotone in
//           everything. A >= a if the interval is at most v / (2 + b / v), v = 2 tau0 / (a thick):
//           the same predicate decides the aggressiveness.
// Domain:   domain.ts.
// Special:  no variance: the longest interval; no depth or no variance: aggressiveness 0.
// Accuracy: test/core/accuracy.test.ts.
// Source:   docs/model.md; Garleanu & Pedersen 2013.
// Twin:     contracts/libraries/PaceLib.sol.

import { spread } from './bands'
import { leastDown, leastUp, mostDown, mostUp } from './decide'
import * as real from './real'
import { ModelInput } from './types'

const MILLION: u64 = 1_000_000 // 100 % in pips
const MAX_INTERVAL_SEC: u64 = 0xffff_ffff

const YEAR_WAD: f64 = 31_557_600.0 * 1e18
const IMPACT_SCALE: f64 = 8.0 * 31_557_600.0 * 1e22

// Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
const REAL_MAX_INTERVAL_SEC: u64 = 0x83ff_ffff_ffe0_0000 // 2^32 - 1
const REAL_IMPACT_SCALE: u64 = 0x8c9f_dd72_cab9_b6d7 // 8 * a year * 1e18 wad * 1e4
const REAL_GAS_SCALE: u64 = 0xa8b7_374b_4dad_ab9f // a year^4 * 1e68
const REAL_COST_SCALE: u64 = 0xb090_f7cf_1f85_e15f // a year^4.5 * 1.2e83

let input: ModelInput = changetype<ModelInput>(0)
let gasWad: u64 = 0
let costPips: u64 = 0
let curvature: u64 = 0
let thick: u64 = 0

/** An estimate of the interval, in seconds. */
let interval: f64 = 0

/** Takes what the predicates need; bands.ts must have been prepared with the same. */
export function preparePace(
  row: ModelInput,
  gasShareWad: u64,
  proportionalPips: u64,
  curvaturePips: u64,
  thickness: u64,
): void {
  input = row
  gasWad = gasShareWad
  costPips = proportionalPips
  curvature = curvaturePips
  thick = thickness
  const squaredCurvature = <f64>curvaturePips * <f64>curvaturePips
  // Without variance infinite, or no number where there is no gas either.
  interval =
    row.varianceWad == 0
      ? <f64>MAX_INTERVAL_SEC
      : ((spread / <f64>row.varianceWad) * YEAR_WAD) / squaredCurvature
}

/** max(tau0, min(2^32 - 1, tau)), rounded up. */
export function computeIntervalSec(): u64 {
  if (input.varianceWad == 0) return MAX_INTERVAL_SEC
  const least = max(input.epochSec, leastUp(interval, MAX_INTERVAL_SEC))
  const most = max(input.epochSec, mostUp(interval, MAX_INTERVAL_SEC))
  if (least == most) return least
  return isInterval(real.fromUintDown(least)) ? least : most
}

/** 2 tau0 / (tau + sqrt(tau (tau + b))) / thick, b = 8 W years / (gamma sigma^2 X), rounded down. */
export function computeAggressivenessPips(): u64 {
  if (input.depthUsd6 == 0 || input.varianceWad == 0) return 0
  const epoch = <f64>input.epochSec
  const tau = max(epoch, min(<f64>MAX_INTERVAL_SEC, interval))
  const impact =
    (<f64>input.navUsd6 * IMPACT_SCALE) /
    (<f64>input.riskAversionE4 * <f64>input.varianceWad * <f64>input.depthUsd6)
  const share =
    (2_000_000.0 * epoch) / ((tau + sqrt<f64>(tau * (tau + impact))) * real.toFloat(thick))
  const least = leastDown(share, MILLION)
  const most = mostDown(share, MILLION)
  if (least == most) return least
  return isAggressiveness(most) ? most : least
}

/** Whether tau <= T, both in seconds. */
function isInterval(seconds: u64): bool {
  const varianceTime = real.mulDown(real.fromUintDown(input.varianceWad), seconds)
  const move = real.mulDown(real.fromUintDown(curvature), varianceTime)
  const square = real.mulDown(move, move)
  const riskAversion = real.fromUintDown(input.riskAversionE4)
  const gas = real.divDown(real.mulDown(gasWad, real.fromUintDown(12)), riskAversion)
  const gasRoot = real.sqrtDown(gas)
  const cost = real.divDown(
    real.mulDown(real.divDown(costPips, riskAversion), REAL_COST_SCALE),
    real.sqrtDown(varianceTime),
  )
  const needed = real.mulDown(
    real.mulDown(gas, gasRoot),
    real.addDown(real.mulDown(gasRoot, REAL_GAS_SCALE), cost),
  )
  return real.mulDown(square, square) >= needed
}

/** Whether the aggressiveness is at least a, in pips. */
function isAggressiveness(pips: u64): bool {
  const room = real.divDown(
    real.fromUintDown(2 * MILLION * input.epochSec),
    real.mulDown(real.fromUintDown(pips), thick),
  )
  const impact = real.divDown(
    real.mulDown(real.fromUintDown(input.navUsd6), REAL_IMPACT_SCALE),
    real.mulDown(real.fromUintDown(input.riskAversionE4), real.fromUintDown(input.depthUsd6)),
  )
  const variance = real.fromUintDown(input.varianceWad)
  const longest = real.divDown(
    room,
    real.addDown(real.fromUintDown(2), real.divDown(impact, real.mulDown(room, variance))),
  )
  if (real.fromUintDown(input.epochSec) > longest) return false
  return REAL_MAX_INTERVAL_SEC <= longest || isInterval(longest)
}
