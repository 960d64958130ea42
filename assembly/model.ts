// The model: from congestion and depth to eight parameters.
//
// Method:   docs/model.md, section by section. Every output is either a composition of floored
//           steps that are each monotone in the direction of the table of directions, or the
//           integer that a predicate of such steps decides: the directions hold bit for bit.
// Domain:   domain.ts; anything outside is refused, never guessed.
// Accuracy: |integer - real value| <= 1 + 1e-9 * real value; test/core/accuracy.test.ts.
// Twin:     contracts/libraries/ModelLib.sol.

import { computeBandPips, computeLotPips, computeReturnPips, prepareBands } from './bands'
import { computeGasShareWad, computeStretch, computeThick, thicken } from './costs'
import { findOutOfDomain } from './domain'
import { computeCppiMultiplierE3, computeGuardPips, prepareGap } from './gap'
import { mulDivDown } from './mulDiv'
import { computeAggressivenessPips, computeIntervalSec, preparePace } from './pace'
import { ModelInput, Parameters } from './types'

const MILLION: u64 = 1_000_000 // 100 % in pips
const MAX_TRADE_USD: u64 = 0xff_ffff_ffff // the type's maximum

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
  target.bandPips = computeBandPips(input.varianceWad, input.horizonSec)
  target.maxTradeUsd = min(
    MAX_TRADE_USD,
    mulDivDown(input.depthUsd6, input.slippageCapPips, (MILLION - input.slippageCapPips) * MILLION),
  )
  target.intervalSec = computeIntervalSec()
  target.guardPips = computeGuardPips(input, thick)
  target.cppiMultiplierE3 = computeCppiMultiplierE3(input)
  target.lotPips = computeLotPips(input.depthUsd6, input.navUsd6)
  target.returnPips = computeReturnPips(input.varianceWad, input.horizonSec)
  return 0
}
