/**
 * The model's real-valued definitions, formula by formula, as an oracle for both engines.
 *
 * Method: everything rational stays an exact fraction; roots, 2^x and e^-x are fixed point with 288
 * fractional bits. Nothing is rounded to an integer: the caller compares with a tolerance.
 * Domain: the whole domain of the model. Inputs are not checked here.
 * Accuracy: every output is off by less than 2^-190 (1e-57) of its value. The smallest numbers that
 * pass through fixed point are the roots of k, above 2^-61; the rest is at least 1e-7.
 */
import type { Observation, ParameterField, Policy } from './domain.ts'
import { exp2, expNeg, FRACTION_BITS, ONE, rootOf, toFixedPoint } from './fixedPoint.ts'
import { clamp, most } from './integers.ts'
import { capAt, type Rational, ZERO } from './rational.ts'

const PIPS = 1_000_000n
const E3 = 1_000n
const E4 = 10_000n
const WAD = 10n ** 18n
const YEAR_SEC = 31_557_600n
const MAX_INTERVAL_SEC = 2n ** 32n - 1n
const MAX_THICKNESS_EXPONENT = 32n

/** The six outputs before rounding, each in the unit of its name, caps applied. */
export type RealParameters = Record<ParameterField, Rational>

export function evaluate(observation: Observation, policy: Policy): RealParameters {
  const o = observation
  const p = policy

  // 1. Congestion.
  const above = most(0n, 2n * o.gasUsedRatioPips - PIPS)
  const growth = 8n * PIPS + above
  const stretch = {
    num: growth ** p.inclusionBlocks,
    den: (8n * PIPS) ** p.inclusionBlocks,
  }
  const feePerGas = o.baseFeePerGas * stretch.num + p.priorityFeePerGas * stretch.den
  const k = capAt(
    { num: p.gasUnits * feePerGas * o.nativePriceUsd6, den: WAD * o.navUsd6 * stretch.den },
    1n,
  )

  // 2. Viscosity.
  const thick = exp2(toFixedPoint(thicknessExponent(o, p)))
  const cost = capAt({ num: p.poolFeePips * thick, den: PIPS * ONE }, 1n)

  // 3. Band. G = g / 1e12.
  const g = p.targetWeightPips * (PIPS - p.targetWeightPips)
  const gSquared = { num: g * g, den: PIPS ** 4n }
  const fixedHalfWidth = rootOf(
    { num: 12n * k.num * gSquared.num * E4, den: k.den * gSquared.den * p.riskAversionE4 },
    4,
  )
  const proportionalHalfWidth = rootOf(
    {
      num: 3n * cost.num * gSquared.num * E4,
      den: 2n * cost.den * gSquared.den * p.riskAversionE4,
    },
    3,
  )
  const bandPips = capAt({ num: (fixedHalfWidth + proportionalHalfWidth) * PIPS, den: ONE }, PIPS)

  // 4. Interval, in seconds.
  const tau = interval(o, p, k, gSquared)

  // 7. and 8. share the moves of z sigma sqrt(time).
  const execution = { num: p.executionDelaySec * stretch.num, den: stretch.den }
  const moveTillTrade = zSigmaRoot(o, p, { num: tau + toFixedPoint(execution), den: ONE })
  const moveTillExecution = zSigmaRoot(o, p, execution)
  const impact = capAt({ num: p.slippageCapPips * thick, den: PIPS * ONE }, 1n)

  return {
    aggressivenessPips: aggressiveness(o, p, tau, thick),
    bandPips,
    maxTradeUsd6: capAt(
      { num: o.depthUsd6 * p.slippageCapPips, den: PIPS - p.slippageCapPips },
      2n ** 64n - 1n,
    ),
    minIntervalSec: { num: tau, den: ONE },
    cppiMultiplierE3: capAt(
      {
        num: E3 * PIPS * ONE,
        den: PIPS * (ONE - expNeg(moveTillTrade)) + p.slippageCapPips * ONE,
      },
      65_535n,
    ),
    guardPips: capAt(
      {
        num: PIPS * (moveTillExecution * impact.den + impact.num * ONE),
        den: impact.den * ONE,
      },
      4_000_000n,
    ),
  }
}

/** e of section 2: 32 where there is no depth, whatever the viscosity. */
function thicknessExponent(o: Observation, p: Policy): Rational {
  if (o.depthUsd6 === 0n) return { num: MAX_THICKNESS_EXPONENT, den: 1n }
  const missing = o.depthRefUsd6 - o.depthUsd6
  if (missing <= 0n) return ZERO
  return capAt({ num: p.viscosityE4 * missing, den: E4 * o.depthUsd6 }, MAX_THICKNESS_EXPONENT)
}

/** tau of section 4 in seconds, as fixed point: the root is taken of the square of the formula. */
function interval(o: Observation, p: Policy, k: Rational, gSquared: Rational): bigint {
  const longest = MAX_INTERVAL_SEC * ONE
  if (o.varianceWad === 0n) return longest
  const real = rootOf(
    {
      num: k.num * E4 * YEAR_SEC ** 2n * WAD ** 2n * gSquared.den,
      den: k.den * 3n * p.riskAversionE4 * o.varianceWad ** 2n * gSquared.num,
    },
    2,
  )
  const shortest = p.epochSec * ONE
  return clamp(real, { min: shortest, max: longest })
}

/** Section 5, in pips: phi / thick * tau0 / tau. */
function aggressiveness(o: Observation, p: Policy, tau: bigint, thick: bigint): Rational {
  if (o.depthUsd6 === 0n || o.varianceWad === 0n) return ZERO
  const risk = p.riskAversionE4 * o.varianceWad * tau * o.depthUsd6
  const root = rootOf({ num: risk + 8n * o.navUsd6 * E4 * WAD * YEAR_SEC * ONE, den: risk }, 2)
  return {
    num: (PIPS * 2n * p.epochSec) << (3n * FRACTION_BITS),
    den: (ONE + root) * thick * tau,
  }
}

/** z sigma sqrt(seconds in years), as fixed point. */
function zSigmaRoot(o: Observation, p: Policy, seconds: Rational): bigint {
  return rootOf(
    {
      num: p.zE4 ** 2n * o.varianceWad * seconds.num,
      den: E4 ** 2n * WAD * YEAR_SEC * seconds.den,
    },
    2,
  )
}
