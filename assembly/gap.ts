// What the price may do before anyone can act: CPPI multiplier and guard.
//
// Method:   gap(t) = sigma sqrt((z^2 t + zJump^2 day) years) in Reals; the sum under the root is
//           exact. The cap of 40 is left out: the guard ends at 4, and e^-40 is nothing.
// Domain:   domain.ts.
// Accuracy: test/core/accuracy.test.ts.
// Source:   Balder, Brandl & Mahayni 2009; docs/model.md.
// Twin:     contracts/libraries/GapLib.sol.

import { STRETCH_BITS, thicken } from './costs'
import { expNeg } from './exp'
import { mulDivDown } from './mulDiv'
import * as real from './real'
import { ModelInput } from './types'
import { mulHigh, mulWide, high as wideHigh } from './wide'

const MILLION: u64 = 1_000_000 // 100 % in pips
const ONE_Q63: u64 = 0x8000_0000_0000_0000
const MAX_CPPI_E3: u64 = 65_535 // the type's maximum
const DAY_SEC: u64 = 86_400

// Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
const REAL_MAX_GUARD_PIPS: u64 = 0x82be_8480_0000_0000 // 4e6
const REAL_GAP_SCALE: u64 = 0x8df3_72e9_503b_d9d8 // a year * 1e18 wad * 1e4^2
const REAL_GUARD_SCALE: u64 = 0x88f5_625e_f702_2457 // a year * 1e18 wad * 1e4^2 / 1e6^2

// z^2 (delay * stretch) + zJump^2 day, E8 seconds in Q47, 128 bits.
let delayHigh: u64 = 0
let delayLow: u64 = 0

/** Takes the delay's part of the sum under the root. */
export function prepareGap(input: ModelInput, stretch: u64): void {
  const z2 = input.zE4 * input.zE4
  const low = mulWide(input.executionDelaySec, stretch)
  const high = wideHigh * z2 + mulHigh(low, z2)
  addSeconds(high, low * z2, input.zJumpE4 * input.zJumpE4 * DAY_SEC)
}

/** Adds whole E8 seconds to a 128-bit sum. */
function addSeconds(high: u64, low: u64, secondsE8: u64): void {
  delayLow = low + (secondsE8 << STRETCH_BITS)
  delayHigh = high + (secondsE8 >> (64 - STRETCH_BITS)) + u64(delayLow < low)
}

/** sigma^2 times the sum above. */
function computeSquare(varianceWad: u64): u64 {
  return real.fromFixedProductDown(delayHigh, delayLow, varianceWad, STRETCH_BITS)
}

/** The gap of the sum above: a Real. */
export function computeGap(varianceWad: u64): u64 {
  return real.sqrtDown(real.divDown(computeSquare(varianceWad), REAL_GAP_SCALE))
}

/** gap + min(1, s thick), rounded up, at most 4. */
export function computeGuardPips(input: ModelInput, thick: u64): u64 {
  const move = real.sqrtDown(real.divDown(computeSquare(input.varianceWad), REAL_GUARD_SCALE))
  const slippage = thicken(input.slippageCapPips, thick)
  return real.toUintUp(min(REAL_MAX_GUARD_PIPS, real.addDown(move, slippage)))
}

/** 1 / (1 - exp(-gap) + s), rounded down, at most 65.535; the delay grows by the epoch. */
export function computeCppiMultiplierE3(input: ModelInput): u64 {
  addSeconds(delayHigh, delayLow, input.zE4 * input.zE4 * input.epochSec)
  // 43 fractional bits leave room for 1.5e6 pips in 64 bits.
  const lossQ43 = (ONE_Q63 - expNeg(real.toQ58Down(computeGap(input.varianceWad)))) >> 20
  const gapPipsQ43 = lossQ43 * MILLION + (input.slippageCapPips << 43)
  return min(MAX_CPPI_E3, mulDivDown(1_000 * MILLION, 1 << 43, gapPipsQ43))
}
