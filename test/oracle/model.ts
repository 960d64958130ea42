/**
 * The model's real-valued definitions, formula by formula, as an oracle for both engines.
 *
 * Method: what is rational stays an exact fraction; roots, powers, 2^x and e^-x are fixed point with
 * 288 fractional bits. Nothing is rounded to an integer: the caller compares with a tolerance.
 * Domain: the whole domain of the model. Inputs are not checked here.
 * Accuracy: every output is off by less than 1e-30 of its value.
 */
import { bandLines } from './bands.ts'
import type { Observation, ParameterField, Policy } from './domain.ts'
import { exp2, expNeg, FRACTION_BITS, ONE, power, rootOf, toFixedPoint } from './fixedPoint.ts'
import { clamp, least } from './integers.ts'
import { capAt, larger, type Rational, ZERO } from './rational.ts'

const PIPS = 1_000_000n
const E3 = 1_000n
const E4 = 10_000n
const WAD = 10n ** 18n
const DAY_SEC = 86_400n
const YEAR_SEC = 31_557_600n
const MAX_INTERVAL_SEC = 2n ** 32n - 1n
const MAX_STRETCH = ONE << 16n
const MAX_THICKNESS_EXPONENT = 32n
const MAX_GAP = 40n * ONE

/** The eight outputs before rounding, each in the unit of its name, caps applied. */
export type RealParameters = Record<ParameterField, Rational>

export function evaluate(observation: Observation, policy: Policy): RealParameters {
  const o = observation
  const p = policy

  // 1. Congestion.
  const stretch = stretchOf(o, p)
  const wei =
    p.gasUnits * (o.baseFeePerGas * stretch + p.priorityFeePerGas * ONE) + o.dataFeeWei * ONE
  const gas = capAt({ num: wei * o.nativePriceUsd6, den: WAD * o.navUsd6 * ONE }, 1n)

  // 2. Viscosity.
  const thick = exp2(toFixedPoint(thicknessExponent(o, p)))
  const cost = capAt({ num: p.poolFeePips * thick, den: PIPS * ONE }, 1n)

  // 3. Band and return.
  const told = least(o.curvaturePips, p.curvatureCapPips)
  const curvature = told === 0n ? p.curvaturePips : told
  const scale = { num: curvature ** 2n * E4, den: PIPS ** 2n * p.riskAversionE4 }
  const lines = bandLines(gas, cost, scale)
  const horizon = beforeExpiry(o, p, gas, cost)

  // 4. Lot.
  const worthItsGas = rootOf({ num: gas.num * o.depthUsd6, den: gas.den * o.navUsd6 }, 2)

  // 5. Interval, in seconds.
  const spread = lines.apart * lines.together
  const tau = intervalOf(o, p, { num: spread, den: ONE ** 2n }, curvature)

  // 8. Gap.
  const execution = { num: p.executionDelaySec * stretch, den: ONE }
  const untilNext = { num: execution.num + p.epochSec * ONE, den: ONE }
  const impact = capAt({ num: p.slippageCapPips * thick, den: PIPS * ONE }, 1n)

  return {
    aggressivenessPips: aggressiveness(o, p, tau, thick),
    bandPips: inPips(larger({ num: lines.leave, den: ONE }, horizon.leave)),
    maxTradeUsd: capAt(
      { num: o.depthUsd6 * p.slippageCapPips, den: (PIPS - p.slippageCapPips) * PIPS },
      2n ** 40n - 1n,
    ),
    intervalSec: { num: tau, den: ONE },
    cppiMultiplierE3: cppiMultiplier(p.slippageCapPips, gapOf(o.varianceWad, p, untilNext)),
    guardPips: capAt(
      {
        num: PIPS * (gapOf(o.varianceWad, p, execution) * impact.den + impact.num * ONE),
        den: impact.den * ONE,
      },
      4_000_000n,
    ),
    lotPips: inPips({ num: least(lines.apart, worthItsGas), den: ONE }),
    returnPips: inPips(larger({ num: lines.back, den: ONE }, horizon.back)),
  }
}

/** min(2^16, (1 + max(0, u / u* - 1) / d)^n), as fixed point. */
function stretchOf(o: Observation, p: Policy): bigint {
  const above = o.gasUsedRatioPips - p.gasTargetPips
  if (above <= 0n || p.baseFeeDenominator === 0n) return ONE
  const growth = toFixedPoint({ num: above, den: p.gasTargetPips * p.baseFeeDenominator })
  return power(ONE + growth, p.inclusionBlocks, MAX_STRETCH)
}

/** e of section 2: 32 where there is no depth, whatever the viscosity. */
function thicknessExponent(o: Observation, p: Policy): Rational {
  if (o.depthUsd6 === 0n) return { num: MAX_THICKNESS_EXPONENT, den: 1n }
  const missing = o.depthRefUsd6 - o.depthUsd6
  if (missing <= 0n) return ZERO
  return capAt({ num: p.viscosityE4 * missing, den: E4 * o.depthUsd6 }, MAX_THICKNESS_EXPONENT)
}

/** c / (2q) + sqrt(k / q) and c / (2q), q = gamma sigma^2 T / 2; nothing without a horizon. */
function beforeExpiry(
  o: Observation,
  p: Policy,
  gas: Rational,
  cost: Rational,
): { leave: Rational; back: Rational } {
  if (o.horizonSec === 0n) return { leave: ZERO, back: ZERO }
  const doubled = {
    num: p.riskAversionE4 * o.varianceWad * o.horizonSec,
    den: E4 * WAD * YEAR_SEC,
  }
  if (doubled.num === 0n) return { leave: { num: 1n, den: 1n }, back: { num: 1n, den: 1n } }
  const back = { num: cost.num * doubled.den, den: cost.den * doubled.num }
  const root = rootOf({ num: 2n * gas.num * doubled.den, den: gas.den * doubled.num }, 2)
  return { leave: { num: back.num * ONE + root * back.den, den: back.den * ONE }, back }
}

/** A share as pips, at most 100 %. */
function inPips(share: Rational): Rational {
  return capAt({ num: share.num * PIPS, den: share.den }, PIPS)
}

/** tau of section 5 in seconds, as fixed point. */
function intervalOf(o: Observation, p: Policy, spread: Rational, curvature: bigint): bigint {
  const longest = MAX_INTERVAL_SEC * ONE
  if (o.varianceWad === 0n) return longest
  const real = toFixedPoint({
    num: spread.num * YEAR_SEC * WAD * PIPS ** 2n,
    den: spread.den * o.varianceWad * curvature ** 2n,
  })
  return clamp(real, { min: p.epochSec * ONE, max: longest })
}

/** Section 6, in pips: 2 tau0 / (tau (1 + sqrt(1 + b / tau))) / thick. */
function aggressiveness(o: Observation, p: Policy, tau: bigint, thick: bigint): Rational {
  if (o.depthUsd6 === 0n || o.varianceWad === 0n) return ZERO
  const risk = p.riskAversionE4 * o.varianceWad * tau * o.depthUsd6
  const root = rootOf({ num: risk + 8n * o.navUsd6 * E4 * WAD * YEAR_SEC * ONE, den: risk }, 2)
  return {
    num: (PIPS * 2n * p.epochSec) << (3n * FRACTION_BITS),
    den: (ONE + root) * thick * tau,
  }
}

/** gap(t) of section 8, as fixed point. */
function gapOf(varianceWad: bigint, { zE4, zJumpE4 }: Policy, seconds: Rational): bigint {
  const time = zE4 ** 2n * seconds.num + zJumpE4 ** 2n * DAY_SEC * seconds.den
  const gap = rootOf({ num: varianceWad * time, den: E4 ** 2n * WAD * YEAR_SEC * seconds.den }, 2)
  return least(gap, MAX_GAP)
}

/** 1 / (1 - exp(-gap) + s), 1e3 = 1. */
function cppiMultiplier(slippageCapPips: bigint, gap: bigint): Rational {
  return capAt(
    { num: E3 * PIPS * ONE, den: PIPS * (ONE - expNeg(gap)) + slippageCapPips * ONE },
    65_535n,
  )
}
