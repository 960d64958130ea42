// What one rebalance costs: how far the base fee rises while a transaction waits, its gas as a
// share of the portfolio, and how much dearer trading is in a thin market.
//
// Method:   the stretch in Q47 (47 fractional bits) by squaring, every product floored and capped,
//           so that it never falls when the base rises; the rest in Reals.
// Domain:   domain.ts.
// Special:  a network without a fee rule or with blocks below their target: no stretch; no depth:
//           the greatest viscosity.
// Accuracy: the stretch is low by less than 2^-33 of it, the others by a few 2^-52 more.
// Source:   EIP-1559; docs/model.md.
// Twin:     contracts/libraries/CostLib.sol.

import * as real from './real'
import { ModelInput } from './types'
import { divWide, mulHigh, mulWide, high as wideHigh } from './wide'

export const STRETCH_BITS: u64 = 47
const ONE_STRETCH: u64 = 0x0000_8000_0000_0000
const MAX_STRETCH: u64 = 0x8000_0000_0000_0000 // 2^16
const COST_BITS: u64 = 40
const MAX_VISCOSITY_Q58: u64 = 0x8000_0000_0000_0000 // 32
const MAX_VISCOSITY_Q44_E4: u64 = 320_000 << 44 // 32

const REAL_PIPS: u64 = 0x827e_8480_0000_0000 // 1e6
const REAL_WAD: u64 = 0x877b_c16d_674e_c800 // 1e18

/**
 * How far the network's fee rule lets the base fee rise while a transaction waits: min(2^16, (1 +
 * max(0, u / u* - 1) / d)^n) in Q47, 1 where there is no such rule.
 */
export function computeStretch(input: ModelInput): u64 {
  if (input.gasUsedRatioPips <= input.gasTargetPips || input.baseFeeDenominator == 0) {
    return ONE_STRETCH
  }
  let power = computeBase(
    input.gasUsedRatioPips - input.gasTargetPips,
    input.gasTargetPips * input.baseFeeDenominator,
  )
  let stretch = ONE_STRETCH
  for (let blocks = input.inclusionBlocks; blocks != 0; blocks >>= 1) {
    if (blocks & 1) stretch = mulStretchDown(stretch, power)
    power = mulStretchDown(power, power)
  }
  return stretch
}

/** 1 + excess / divisor, at most 2^16, in Q47. */
function computeBase(excess: u64, divisor: u64): u64 {
  if (excess >> 16 >= divisor) return MAX_STRETCH
  return min(MAX_STRETCH, ONE_STRETCH + divWide(excess >> 17, excess << 47, divisor))
}

/** a * b, at most 2^16, in Q47. */
function mulStretchDown(a: u64, b: u64): u64 {
  const low = mulWide(a, b)
  // The product has 94 fractional bits: 2^16 is bit 46 of its high word.
  return wideHigh >> 46 != 0 ? MAX_STRETCH : (wideHigh << 17) | (low >> 47)
}

/** k, the gas and data of one rebalance as a share of the portfolio: a Real in wad, at most 1. */
export function computeGasShareWad(input: ModelInput, stretch: u64): u64 {
  // Wei in Q40: below 2^127, exact.
  const baseLow = mulWide(input.baseFeePerGas, stretch >> (STRETCH_BITS - COST_BITS))
  const perGasLow = baseLow + (input.priorityFeePerGas << COST_BITS)
  const perGasHigh =
    wideHigh + (input.priorityFeePerGas >> (64 - COST_BITS)) + u64(perGasLow < baseLow)
  const gasLow = perGasLow * input.gasUnits
  const gasHigh = perGasHigh * input.gasUnits + mulHigh(perGasLow, input.gasUnits)
  const low = gasLow + (input.dataFeeWei << COST_BITS)
  const high = gasHigh + (input.dataFeeWei >> (64 - COST_BITS)) + u64(low < gasLow)
  const cost = real.fromFixedProductDown(high, low, input.nativePriceUsd6, COST_BITS)
  return min(REAL_WAD, real.divDown(cost, real.fromUintDown(input.navUsd6)))
}

/** 2^min(32, kappa * max(0, reference depth / depth - 1)), a Real. */
export function computeThick(input: ModelInput): u64 {
  if (input.depthUsd6 == 0) return real.exp2Down(MAX_VISCOSITY_Q58)
  if (input.depthRefUsd6 <= input.depthUsd6) return real.ONE
  return real.exp2Down(
    computeViscosityQ58(input.depthRefUsd6 - input.depthUsd6, input.depthUsd6, input.viscosityE4),
  )
}

/** min(32, kappa * missing / depth) in Q58, by way of the quotient in Q44. */
function computeViscosityQ58(missing: u64, depth: u64, viscosityE4: u64): u64 {
  if (viscosityE4 == 0) return 0
  // At 2^19 times the depth the least viscosity makes more than 32.
  if (missing >> 19 >= depth) return MAX_VISCOSITY_Q58
  const product = mulWide(divWide(missing >> 20, missing << 44, depth), viscosityE4)
  if (wideHigh != 0 || product >= MAX_VISCOSITY_Q44_E4) return MAX_VISCOSITY_Q58
  return divWide(product >> 50, product << 14, 10_000)
}

/** A share in pips that grows as the market thins, at most 100 %: a Real. */
export function thicken(pips: u64, thick: u64): u64 {
  return min(REAL_PIPS, real.mulDown(real.fromUintDown(pips), thick))
}
