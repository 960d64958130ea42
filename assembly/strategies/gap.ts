// What a gap of the price allows: multiplier, leverage, forced cut.
//
// Method:   gap = min(40, sigma sqrt(z^2 t + zJump^2 day)) and the CPPI multiplier as the model's core has them, from
//           the same files. Carry L = topUp / (e^gap - 1 + maintenance); loan L = 1 / (1 - LT e^-gap); cut =
//           1 - (health - LT) / (e^g - LT) with g = min(4, 3/2 gap). Reals and fixed point, every step monotone,
//           hence every result.
// Domain:   9 lanes, checked by the façade: variance, z, zJump, delay, slippage, maintenance, top-up, liquidation
//           threshold, health.
// Special:  health at or below the threshold: the cut is everything.
// Accuracy: within 1 + 1e-9 of the real value; test/core/strategies/vectors.test.ts.
// Source:   Balder, Brandl & Mahayni 2009; docs/strategies.md.

import { expNeg } from '../exp'
import { computeCppiMultiplierE3, computeGap, prepareGap } from '../gap'
import { mulDivDown } from '../mulDiv'
import * as real from '../real'
import { ModelInput } from '../types'
import { mulHigh } from '../wide'

const MILLION: u64 = 1_000_000 // 1 in pips
const MAX_E3: u64 = 65_535 // a multiplier's and a leverage's largest value
const MAX_GAP: u64 = 40
const MAX_TARGET_Q58: u64 = 0x1000_0000_0000_0000 // 4
const ONE_STRETCH: u64 = 0x0000_8000_0000_0000
const LOG2_E_Q63: u64 = 0xb8aa_3b29_5c17_f0bb

// Where the loan's leverage reaches its largest value: 1e3 * 1e6 / 65,535, rounded down.
const LEAST_LOSS_PIPS: u64 = 15_259

const modelRow = memory.data(208)

/** Measures one row: 9 lanes in, 5 lanes out (gap, CPPI multiplier, carry and loan leverage, cut). */
export function measureGapRow(input: usize, output: usize): void {
  const varianceWad = load<u64>(input)
  const maintenancePips = load<u64>(input, 40)
  const topUpPips = load<u64>(input, 48)
  const thresholdPips = load<u64>(input, 56)
  const healthPips = load<u64>(input, 64)
  const model = changetype<ModelInput>(modelRow)
  model.varianceWad = varianceWad
  model.zE4 = load<u64>(input, 8)
  model.zJumpE4 = load<u64>(input, 16)
  model.executionDelaySec = load<u64>(input, 24)
  model.slippageCapPips = load<u64>(input, 32)
  prepareGap(model, ONE_STRETCH)
  const gap = min(real.fromUintDown(MAX_GAP), computeGap(varianceWad))
  const gapQ58 = real.toQ58Down(gap)
  store<u64>(output, real.toUintDown(real.mulDown(gap, real.fromUintDown(MILLION))))
  store<u64>(output, computeCppiMultiplierE3(model), 8)
  store<u64>(output, computeCarryLeverageE3(gapQ58, maintenancePips, topUpPips), 16)
  store<u64>(output, computeLoanLeverageE3(gapQ58, thresholdPips), 24)
  store<u64>(output, computeCutPips(gapQ58, thresholdPips, healthPips), 32)
}

/** e^x as pips in a Real. */
function expPips(xQ58: u64): u64 {
  const power = real.exp2Down(mulHigh(xQ58, LOG2_E_Q63) << 1)
  return real.mulDown(power, real.fromUintDown(MILLION))
}

function computeCarryLeverageE3(gapQ58: u64, maintenancePips: u64, topUpPips: u64): u64 {
  const rise = real.subDown(expPips(gapQ58), real.fromUintDown(MILLION))
  const margin = real.addDown(rise, real.fromUintDown(maintenancePips))
  return min(MAX_E3, real.toUintDown(real.divDown(real.fromUintDown(1_000 * topUpPips), margin)))
}

function computeLoanLeverageE3(gapQ58: u64, thresholdPips: u64): u64 {
  // 43 fractional bits leave room for 1e6 pips in 64 bits.
  const lossQ43 = (MILLION << 43) - thresholdPips * (expNeg(gapQ58) >> 20)
  if (lossQ43 < LEAST_LOSS_PIPS << 43) return MAX_E3
  return min(MAX_E3, mulDivDown(1_000 * MILLION, 1 << 43, lossQ43))
}

function computeCutPips(gapQ58: u64, thresholdPips: u64, healthPips: u64): u64 {
  if (healthPips <= thresholdPips) return MILLION
  const target = expPips(min(MAX_TARGET_Q58, gapQ58 + (gapQ58 >> 1)))
  if (target <= real.fromUintDown(healthPips)) return 0
  const kept = real.fromUintDown((healthPips - thresholdPips) * MILLION)
  const full = real.subDown(target, real.fromUintDown(thresholdPips))
  return MILLION - min(MILLION, real.toUintDown(real.divDown(kept, full)))
}
