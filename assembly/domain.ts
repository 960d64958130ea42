// The domain of every input field of the model: the single source of its limits.
// Source: docs/model.md.

import { ModelInput } from './types'

export const FIELD_COUNT: i32 = 18

// prettier-ignore
const MINIMA = memory.data<u64>([0, 0, 0, 0, 0, 0, 1, 1_000, 1, 1, 21_000, 0, 60, 1, 0, 1, 0, 0])

const MAXIMA = memory.data<u64>([
  100_000_000_000_000, // baseFeePerGas: 100,000 gwei
  1_000_000, // gasUsedRatioPips: 100 %
  100_000_000_000, // nativePriceUsd6: $100,000
  10_000_000_000_000_000_000, // depthUsd6: $10 trillion
  10_000_000_000_000_000_000, // depthRefUsd6: $10 trillion
  9_000_000_000_000_000_000, // varianceWad: 9, a volatility of 300 %
  10_000_000_000_000_000_000, // navUsd6: $10 trillion
  10_000_000, // riskAversionE4: 1,000
  999_999, // targetWeightPips: 99.9999 %
  100_000, // poolFeePips: 10 %
  10_000_000, // gasUnits
  1_000_000_000_000, // priorityFeePerGas: 1,000 gwei
  604_800, // epochSec: a week
  500_000, // slippageCapPips: 50 %
  32, // inclusionBlocks
  86_400, // executionDelaySec: a day
  40_000, // viscosityE4: 4
  100_000, // zE4: 10
])

/** The least allowed value of a field by its index, 0 ... 17. */
export function domainMin(field: i32): u64 {
  return load<u64>(MINIMA + ((<usize>field) << 3))
}

/** The greatest allowed value of a field by its index, 0 ... 17. */
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
