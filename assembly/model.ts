// The model: from congestion and depth to eight parameters.
// Source: docs/model.md.

import { findOutOfDomain } from './domain'
import { ModelInput, Parameters } from './types'

const YEAR_SEC: f64 = 31_557_600
const DAY_SEC: f64 = 86_400

/**
 * Computes the target of one market at one block.
 * Returns 0, or 1 + the index of the first field outside its domain; the target is then left alone.
 */
export function evaluate(input: ModelInput, target: Parameters): u64 {
  const outOfDomain = findOutOfDomain(input)
  if (outOfDomain != 0) return outOfDomain

  const nav = <f64>input.navUsd6
  const depth = <f64>input.depthUsd6
  const variance = <f64>input.varianceWad / 1e18
  const gamma = <f64>input.riskAversionE4 / 1e4
  const told = min(input.toldCurvaturePips, input.curvatureCapPips)
  const curvature = <f64>(told == 0 ? input.curvaturePips : told) / 1e6
  const slippage = <f64>input.slippageCapPips / 1e6
  const epoch = <f64>input.epochSec

  const stretch = computeStretch(input)
  const thick = computeThick(input)
  const gasWei =
    <f64>input.gasUnits * (<f64>input.baseFeePerGas * stretch + <f64>input.priorityFeePerGas) +
    <f64>input.dataFeeWei
  const gas = min(1.0, (gasWei * <f64>input.nativePriceUsd6) / nav / 1e18)
  const cost = min(1.0, (<f64>input.poolFeePips / 1e6) * thick)

  const scale = (curvature * curvature) / gamma
  const a = (12 * gas * scale) ** (2.0 / 3.0)
  const b = 12 * cost * scale
  let y = max((2 * a) ** (1.0 / 8.0), (2 * b) ** (1.0 / 9.0))
  for (let step = 0; step < 8; step++) {
    const y2 = y * y
    const y4 = y2 * y2
    const y8 = y4 * y4
    y = (8 * y8 * y + b) / (9 * y8 - a)
  }
  const s = y * y * y
  const d = Math.cbrt((12 * gas * scale) / s)
  const h = (s + d) / 2
  const r = (3 * cost * scale) / (h * s)

  let leave = h
  let back = r
  if (input.horizonSec != 0) {
    const q = (gamma * variance * (<f64>input.horizonSec / YEAR_SEC)) / 2
    if (q == 0) {
      leave = 1
      back = 1
    } else {
      back = max(back, cost / (2 * q))
      leave = max(leave, cost / (2 * q) + Math.sqrt(gas / q))
    }
  }
  const longest = <f64>u32.MAX_VALUE
  const wanted = variance == 0 ? longest : ((d * s) / (variance * curvature * curvature)) * YEAR_SEC
  const interval = max(epoch, min(longest, wanted))

  let aggressiveness: f64 = 0
  if (depth != 0 && variance != 0) {
    const impact = (8 * nav * YEAR_SEC) / (gamma * variance * depth)
    aggressiveness = (2 * epoch) / (interval + Math.sqrt(interval * (interval + impact))) / thick
  }
  const delay = <f64>input.executionDelaySec * stretch
  const multiplierGap = computeGap(input, variance, epoch + delay)
  const multiplier = 1 / (1 - Math.exp(-multiplierGap) + slippage)
  const guard = computeGap(input, variance, delay) + min(1.0, slippage * thick)
  const lot = min(d, Math.sqrt((gas * depth) / nav))

  target.aggressivenessPips = <u64>min(1e6, aggressiveness * 1e6)
  target.bandPips = <u64>Math.ceil(min(1e6, leave * 1e6))
  target.maxTradeUsd = <u64>min(<f64>0xff_ffff_ffff, (depth * slippage) / (1 - slippage) / 1e6)
  target.intervalSec = <u64>Math.ceil(interval)
  target.cppiMultiplierE3 = <u64>min(65_535.0, multiplier * 1e3)
  target.guardPips = <u64>Math.ceil(min(4e6, guard * 1e6))
  target.lotPips = <u64>min(1e6, lot * 1e6)
  target.returnPips = <u64>min(1e6, back * 1e6)
  return 0
}

function computeStretch(input: ModelInput): f64 {
  const excess = <f64>input.gasUsedRatioPips / <f64>input.gasTargetPips - 1
  if (excess <= 0 || input.baseFeeDenominator == 0) return 1
  const denominator = <f64>input.baseFeeDenominator
  return min(65_536.0, (1 + excess / denominator) ** <f64>input.inclusionBlocks)
}

function computeThick(input: ModelInput): f64 {
  if (input.depthUsd6 == 0) return 4_294_967_296.0
  const excess = max(0.0, <f64>input.depthRefUsd6 / <f64>input.depthUsd6 - 1)
  return 2 ** min(32.0, (<f64>input.viscosityE4 / 1e4) * excess)
}

function computeGap(input: ModelInput, variance: f64, seconds: f64): f64 {
  const z = <f64>input.zE4 / 1e4
  const jump = <f64>input.zJumpE4 / 1e4
  return min(40.0, Math.sqrt((variance * (z * z * seconds + jump * jump * DAY_SEC)) / YEAR_SEC))
}
