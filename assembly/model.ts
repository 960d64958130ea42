// The model: from congestion and depth to eight parameters.
//
// Method:   docs/model.md, section by section. Every output is either a composition of floored
//           steps that are each monotone in the direction of the table of directions, or the
//           integer that a predicate of such steps decides: the directions hold bit for bit.
// Domain:   domain.ts; anything outside is refused, never guessed.
// Accuracy: |integer - real value| <= 1 + 1e-9 * real value; test/core/accuracy.test.ts.
// Twin:     contracts/libraries/ModelLib.sol.

import { computeBandPips, computeReturnPips, computeWidthPips, prepareBands } from './bands'
import { computeGasShareWad, computeStretch, computeThick, thicken } from './costs'
import { findOutOfDomain } from './domain'
import { computeCppiMultiplierE3, computeGuardPips, prepareGap } from './gap'
import { mulDivDown } from './mulDiv'
import { computeAggressivenessPips, computeIntervalSec, preparePace } from './pace'
import * as real from './real'
import { ModelInput, Parameters } from './types'

const MILLION: u64 = 1_000_000 // 100 % in pips
const MAX_TRADE_USD: u64 = 0xff_ffff_ffff // the type's maximum

// Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
const REAL_PIPS: u64 = 0x827e_8480_0000_0000 // 1e6
const REAL_HORIZON_COST: u64 = 0x8c3f_dd72_cab9_b6d7 // a year * 1e18 wad * 1e4
const REAL_HORIZON_GAS: u64 = 0x89f0_b4da_30f9_ac63 // 2 * a year * 1e16

/**
 * Computes the target of one market at one block.
 * Returns 0, or 1 + the index of the first field outside its domain; the target is then left alone.
 */
export function evaluate(input: ModelInput, target: Parameters): u64 {
  const outOfDomain = findOutOfDomain(input)
  if (outOfDomain != 0) return outOfDomain

  const told = input.toldCurvaturePips
  const curvature = told == 0 ? input.curvaturePips : min(told, input.curvatureCapPips)
  const stretch = computeStretch(input)
  const thick = computeThick(input)
  const gasWad = computeGasShareWad(input, stretch)
  const costPips = thicken(input.poolFeePips, thick)

  prepareBands(gasWad, costPips, curvature, input.riskAversionE4)
  preparePace(input, gasWad, costPips, curvature, thick)
  prepareGap(input, stretch)

  target.aggressivenessPips = computeAggressivenessPips()
  target.bandPips = computeBandPips()
  target.maxTradeUsd = min(
    MAX_TRADE_USD,
    mulDivDown(input.depthUsd6, input.slippageCapPips, (MILLION - input.slippageCapPips) * MILLION),
  )
  target.intervalSec = computeIntervalSec()
  target.guardPips = computeGuardPips(input, thick)
  target.cppiMultiplierE3 = computeCppiMultiplierE3(input)
  target.lotPips = computeLotPips(input, gasWad)
  target.returnPips = computeReturnPips()
  if (input.horizonSec != 0) widenForHorizon(input, target, gasWad, costPips)
  return 0
}

/** min(h - r, sqrt(k X / W)), rounded down. */
function computeLotPips(input: ModelInput, gasWad: u64): u64 {
  const square = real.divDown(
    real.mulDown(gasWad, real.fromUintDown(input.depthUsd6)),
    real.mulDown(real.fromUintDown(input.navUsd6), REAL_PIPS),
  )
  return min(computeWidthPips(), real.toUintDown(min(REAL_PIPS, real.sqrtDown(square))))
}

/**
 * Before an expiry in T, q = gamma sigma^2 T / 2: the return is at least c / (2q), the band at least
 * c / (2q) + sqrt(k / q); both are all if q is 0.
 */
function widenForHorizon(input: ModelInput, target: Parameters, gasWad: u64, costPips: u64): void {
  if (input.varianceWad == 0) {
    target.bandPips = MILLION
    target.returnPips = MILLION
    return
  }
  const risk = real.fromProductDown(input.riskAversionE4 * input.horizonSec, input.varianceWad)
  const cost = real.divDown(real.mulDown(costPips, REAL_HORIZON_COST), risk)
  const gas = real.sqrtDown(real.divDown(real.mulDown(gasWad, REAL_HORIZON_GAS), risk))
  const band = real.toUintUp(min(REAL_PIPS, real.addDown(cost, gas)))
  target.bandPips = max(target.bandPips, band)
  target.returnPips = max(target.returnPips, real.toUintDown(min(REAL_PIPS, cost)))
}
