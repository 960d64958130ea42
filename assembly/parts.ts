// Parts of the model by themselves, for reference values that start from k and c, or from a time.

import { computeBandPips, computeLotPips, computeReturnPips, prepareBands } from './bands'
import { computeCppiMultiplierE3, computeGap, prepareGap } from './gap'
import * as real from './real'
import { ModelInput } from './types'

const MILLION: u64 = 1_000_000
const ONE_STRETCH: u64 = 0x0000_8000_0000_0000
const MAX_GAP: u64 = 40

/**
 * Band and return without a horizon, lot, then band and return with it: 5 lanes. k and c come as
 * arguments, curvature, risk aversion, depth, portfolio, variance and horizon from a row of 26.
 */
export function computeBandsRow(gasWad: u64, costPips: u64, input: usize, output: usize): void {
  const row = changetype<ModelInput>(input)
  prepareBands(
    real.fromUintDown(gasWad),
    real.fromUintDown(costPips),
    row.curvaturePips,
    row.riskAversionE4,
  )
  store<u64>(output, computeBandPips(row.varianceWad, 0))
  store<u64>(output, computeReturnPips(row.varianceWad, 0), 8)
  store<u64>(output, computeLotPips(row.depthUsd6, row.navUsd6), 16)
  store<u64>(output, computeBandPips(row.varianceWad, row.horizonSec), 24)
  store<u64>(output, computeReturnPips(row.varianceWad, row.horizonSec), 32)
}

/**
 * The gap of a row's delay without stretch, as pips rounded down, and the CPPI multiplier after its
 * epoch: 2 lanes.
 */
export function computeGapRow(input: usize, output: usize): void {
  const row = changetype<ModelInput>(input)
  prepareGap(row, ONE_STRETCH)
  const gap = real.mulDown(
    min(real.fromUintDown(MAX_GAP), computeGap(row.varianceWad)),
    real.fromUintDown(MILLION),
  )
  store<u64>(output, real.toUintDown(gap))
  store<u64>(output, computeCppiMultiplierE3(row), 8)
}
