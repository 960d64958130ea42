// The model: from congestion and depth to six parameters.
//
// Method:   docs/model.md, section by section, in Reals. Every formula is arranged from steps that
//           are each monotone in the direction of the table of directions, so that the directions
//           hold bit for bit.
// Domain:   domain.ts; anything outside is refused, never guessed.
// Special:  no depth or no variance: aggressiveness 0; no variance: the longest interval; no depth:
//           the greatest viscosity.
// Accuracy: |integer - real value| <= 1 + 1e-9 * real value; test/core/accuracy.test.ts.
// Source:   EIP-1559; Altarovici, Muhle-Karbe & Soner 2015; Gerhold et al. 2011; Garleanu &
//           Pedersen 2013; Balder, Brandl & Mahayni 2009.
// Twin:     contracts/libraries/ModelLib.sol, line by line.

import { findOutOfDomain } from './domain'
import { expNeg } from './exp'
import { mulDivDown } from './mulDiv'
import * as real from './real'
import { ModelInput, Parameters } from './types'
import { mulWide, high as wideHigh } from './wide'

const MILLION: u64 = 1_000_000 // 100 % in pips
const MAX_VISCOSITY_Q58: u64 = 0x8000_0000_0000_0000 // 32
const ONE_Q52: u64 = 0x0010_0000_0000_0000
const ONE_Q63: u64 = 0x8000_0000_0000_0000
const MAX_CPPI_E3: u64 = 65_535 // the type's maximum

// Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
const REAL_PIPS: u64 = 0x827e_8480_0000_0000 // 1e6
const REAL_WAD: u64 = 0x877b_c16d_674e_c800 // 1e18
const REAL_MAX_INTERVAL_SEC: u64 = 0x83ff_ffff_ffe0_0000 // 2^32 - 1
const REAL_MAX_GUARD_PIPS: u64 = 0x82be_8480_0000_0000 // 4e6
const REAL_INTERVAL_SCALE: u64 = 0x8f97_bdc5_ce71_0f6d // a year * 1e18 wad * 1e12 pips^2
const REAL_IMPACT_SCALE: u64 = 0x8c9f_dd72_cab9_b6d7 // 8 * a year * 1e18 wad * 1e4
const REAL_CPPI_SCALE: u64 = 0x8df3_72e9_503b_d9d8 // a year * 1e18 wad * 1e4^2
const REAL_GUARD_SCALE: u64 = 0x88f5_625e_f702_2457 // a year * 1e18 wad * 1e4^2 / 1e6^2

/**
 * Computes the target of one market at one block.
 * Returns 0, or 1 + the index of the first field outside its domain; the target is then left alone.
 */
export function evaluate(input: ModelInput, target: Parameters): u64 {
  const outOfDomain = findOutOfDomain(input)
  if (outOfDomain != 0) return outOfDomain

  const nav = real.fromUintDown(input.navUsd6)
  const variance = real.fromUintDown(input.varianceWad)
  // pi (1 - pi) in pips^2
  const weightVariance = input.targetWeightPips * (MILLION - input.targetWeightPips)
  const stretch = computeStretch(input)
  const thick = computeThick(input)
  const gasRisk = computeGasRisk(input, nav, stretch)

  // sigma^2 tau, and with it tau, where neither the epoch nor the type's maximum limits it.
  const gasVariance = real.divDown(
    real.mulDown(gasRisk, REAL_INTERVAL_SCALE),
    real.fromUintDown(weightVariance),
  )
  const unlimited = variance == 0 ? REAL_MAX_INTERVAL_SEC : real.divDown(gasVariance, variance)
  const interval = max(real.fromUintDown(input.epochSec), min(REAL_MAX_INTERVAL_SEC, unlimited))
  // Equals max(sigma^2 epoch, min(sigma^2 (2^32 - 1), gasVariance)), since floors of Reals keep
  // their order; the product of the variance and an unlimited interval would not rise with the
  // variance at every step.
  const isUnlimited = interval == unlimited && interval < REAL_MAX_INTERVAL_SEC
  const intervalVariance = isUnlimited ? gasVariance : real.mulDown(variance, interval)
  const delayLow = mulWide(input.executionDelaySec, stretch)
  const delayVariance = real.mulDown(variance, real.fromQ52Down(wideHigh, delayLow))

  target.aggressivenessPips = computeAggressiveness(input, nav, interval, thick)
  target.bandPips = computeBand(input, weightVariance, gasRisk, thick)
  target.maxTradeUsd6 = mulDivDown(
    input.depthUsd6,
    input.slippageCapPips,
    MILLION - input.slippageCapPips,
  )
  target.minIntervalSec = real.toUintUp(interval)
  target.cppiMultiplierE3 = computeCppiMultiplier(
    input,
    real.addDown(intervalVariance, delayVariance),
  )
  target.guardPips = computeGuard(input, delayVariance, thick)
  return 0
}

/**
 * How far EIP-1559 lets the base fee rise while a transaction waits: (1 + max(0, 2u - 1) / 8)^n, in
 * Q52.
 */
function computeStretch(input: ModelInput): u64 {
  let stretch = ONE_Q52
  if (2 * input.gasUsedRatioPips <= MILLION) return stretch
  // (2u - 1) / 8 in Q52 is (2u - 1e6) * 2^52 / 8e6, and 8e6 = 2^9 * 15,625.
  let power = ONE_Q52 + ((2 * input.gasUsedRatioPips - MILLION) << 43) / 15_625
  // The highest power is 1.125^64 < 2^11.
  for (let blocks = input.inclusionBlocks; blocks != 0; blocks >>= 1) {
    if (blocks & 1) stretch = mulQ52Down(stretch, power)
    power = mulQ52Down(power, power)
  }
  return stretch
}

/** a * b of numbers in Q52 whose product is below 2^12. */
function mulQ52Down(a: u64, b: u64): u64 {
  const low = mulWide(a, b)
  return (wideHigh << 12) | (low >> 52)
}

/**
 * 2^min(32, kappa * max(0, reference depth / depth - 1)): how much dearer trading is in a thin
 * market.
 */
function computeThick(input: ModelInput): u64 {
  if (input.depthUsd6 == 0) return real.exp2Down(MAX_VISCOSITY_Q58)
  if (input.depthRefUsd6 <= input.depthUsd6) return real.ONE
  const exponent = real.divDown(
    real.fromProductDown(input.depthRefUsd6 - input.depthUsd6, input.viscosityE4),
    real.fromProductDown(input.depthUsd6, 10_000),
  )
  return real.exp2Down(min(MAX_VISCOSITY_Q58, real.toQ58Down(exponent)))
}

/** sqrt(k / (3 gamma)), k the gas of one rebalance as a share of the portfolio, at most 1. */
function computeGasRisk(input: ModelInput, nav: u64, stretch: u64): u64 {
  const feePerGas = computeFeePerGas(input, stretch)
  const gasCost = real.mulDown(feePerGas, real.fromUintDown(input.gasUnits * input.nativePriceUsd6))
  const gasShareWad = min(REAL_WAD, real.divDown(gasCost, nav))
  // 1e14 = 1e18 wad / 1e4
  return real.sqrtDown(
    real.divDown(gasShareWad, real.fromProductDown(3 * input.riskAversionE4, 100_000_000_000_000)),
  )
}

/** Base fee * stretch + tip, in wei. */
function computeFeePerGas(input: ModelInput, stretch: u64): u64 {
  const baseLow = mulWide(input.baseFeePerGas, stretch)
  const low = baseLow + (input.priorityFeePerGas << 52)
  const high = wideHigh + (input.priorityFeePerGas >> 12) + u64(low < baseLow)
  return real.fromQ52Down(high, low)
}

/**
 * 2 tau0 / (tau + sqrt(tau (tau + b))) / thick with b = 8 W years / (gamma sigma^2 X), rounded
 * down.
 */
function computeAggressiveness(input: ModelInput, nav: u64, interval: u64, thick: u64): u64 {
  if (input.depthUsd6 == 0 || input.varianceWad == 0) return 0
  const appetite = real.mulDown(
    real.fromProductDown(input.riskAversionE4, input.varianceWad),
    real.fromUintDown(input.depthUsd6),
  )
  const impact = real.divDown(real.mulDown(nav, REAL_IMPACT_SCALE), appetite)
  const root = real.sqrtDown(real.mulDown(interval, real.addDown(interval, impact)))
  // At most 1e6: the root is never below the interval, and the interval never below the epoch.
  return real.toUintDown(
    real.divDown(
      real.fromUintDown(2 * MILLION * input.epochSec),
      real.mulDown(real.addDown(interval, root), thick),
    ),
  )
}

/**
 * (12 k G^2 / gamma)^(1/4) + (3/2 c G^2 / gamma)^(1/3) with G = pi (1 - pi), rounded up, at most
 * 1e6. The fourth root is taken as sqrt(6 G sqrt(k / (3 gamma))), since the interval needs the
 * inner root as well.
 */
function computeBand(input: ModelInput, weightVariance: u64, gasRisk: u64, thick: u64): u64 {
  const gasBand = real.sqrtDown(real.mulDown(real.fromUintDown(6 * weightVariance), gasRisk))
  const costPips = min(REAL_PIPS, real.mulDown(real.fromUintDown(input.poolFeePips), thick))
  const costBand = real.cbrtDown(
    real.divDown(
      real.mulDown(real.fromProductDown(3 * weightVariance, weightVariance), costPips),
      real.fromUintDown(200_000_000 * input.riskAversionE4),
    ),
  )
  return real.toUintUp(min(REAL_PIPS, real.addDown(gasBand, costBand)))
}

/** 1 / (1 - exp(-z sigma sqrt((tau + delay) years)) + s), rounded down, at most 65.535. */
function computeCppiMultiplier(input: ModelInput, variance: u64): u64 {
  const move = real.mulDown(
    real.fromUintDown(input.zE4),
    real.sqrtDown(real.divDown(variance, REAL_CPPI_SCALE)),
  )
  // 43 fractional bits leave room for 1.5e6 pips in 64 bits.
  const lossQ43 = (ONE_Q63 - expNeg(real.toQ58Down(move))) >> 20
  const gapPipsQ43 = lossQ43 * MILLION + (input.slippageCapPips << 43)
  return min(MAX_CPPI_E3, mulDivDown(1_000 * MILLION, 1 << 43, gapPipsQ43))
}

/** z sigma sqrt(delay years) + min(1, s thick), rounded up, at most 4. */
function computeGuard(input: ModelInput, delayVariance: u64, thick: u64): u64 {
  const move = real.mulDown(
    real.fromUintDown(input.zE4),
    real.sqrtDown(real.divDown(delayVariance, REAL_GUARD_SCALE)),
  )
  const slippage = min(REAL_PIPS, real.mulDown(real.fromUintDown(input.slippageCapPips), thick))
  return real.toUintUp(min(REAL_MAX_GUARD_PIPS, real.addDown(move, slippage)))
}
