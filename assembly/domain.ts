// The domain of every input field of the model: the single source of its limits.
// Source: docs/model.md.

import { ModelInput } from './types'

export const FIELD_COUNT: i32 = 26

// prettier-ignore
const MINIMA = memory.data<u64>([
  0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1_000, 1, 1, 1, 21_000, 0, 0, 60, 1, 0, 1, 0, 1, 0, 0, 0,
])

const MAXIMA = memory.data<u64>([
  100_000_000_000_000, // baseFeePerGas: 100,000 gwei
  1_000_000, // gasUsedRatioPips: 100 %
  100_000_000_000, // nativePriceUsd6: $100,000
  10_000_000_000_000_000_000, // depthUsd6: $10 trillion
  10_000_000_000_000_000_000, // depthRefUsd6: $10 trillion
  9_000_000_000_000_000_000, // varianceWad: 9, a volatility of 300 %
  10_000_000_000_000_000_000, // navUsd6: $10 trillion
  10_000_000_000_000_000_000, // dataFeeWei: 10 coins
  100_000_000, // curvaturePips that the portfolio tells: 100
  315_576_000, // horizonSec: ten years
  10_000_000, // riskAversionE4: 1,000
  100_000_000, // curvaturePips of the policy: 100
  100_000_000, // curvatureCapPips: 100
  100_000, // poolFeePips: 10 %
  10_000_000, // gasUnits
  131_072, // txBytes: 128 KiB
  1_000_000_000_000, // priorityFeePerGas: 1,000 gwei
  604_800, // epochSec: a week
  500_000, // slippageCapPips: 50 %
  4_096, // inclusionBlocks
  1_000_000, // gasTargetPips: 100 %
  65_535, // baseFeeDenominator
  86_400, // executionDelaySec: a day
  40_000, // viscosityE4: 4
  100_000, // zE4: 10
  100_000, // zJumpE4: 10
])

/** The least allowed value of a field by its index, 0 ... 25. */
export function domainMin(field: i32): u64 {
  return load<u64>(MINIMA + ((<usize>field) << 3))
}

/** The greatest allowed value of a field by its index, 0 ... 25. */
export function domainMax(field: i32): u64 {
  return load<u64>(MAXIMA + ((<usize>field) << 3))
}

/** 0, or 1 + the index of the first field outside its domain. */
export function findOutOfDomain(input: ModelInput): u64 {
  const row = changetype<usize>(input)
  for (let field = 0; field < FIELD_COUNT; field++) {
    const value = load<u64>(row + ((<usize>field) << 3))
    if (value < domainMin(field) || value > domainMax(field)) return <u64>field + 1
  }
  return 0
}
