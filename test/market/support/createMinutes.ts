import type { Minute } from '../../../market/minute.ts'
import type { SourceStart } from '../../../market/sourceStart.ts'

/** 2023-08-17 00:00 UTC. */
export const DAY_AT = 1_692_230_400n

/** Calm minutes in a row from midnight; `change` makes some of them different. */
export function createMinutes(
  count: number,
  change: (index: number) => Partial<Minute> = () => ({}),
): Minute[] {
  return Array.from({ length: count }, (_, index) => ({
    minuteAt: DAY_AT + BigInt(index) * 60n,
    baseFeePerGas: 50_000_000_000n,
    closeTick: 201_800n,
    lowestTick: 201_799n,
    highestTick: 201_801n,
    openTick: 201_800n,
    liquidity: 780_000_000_000_000_000n,
    inAmount0: 1_000_000n,
    inAmount1: 0n,
    netAmount0: 1_000_000n,
    netAmount1: -580_000_000_000_000n,
    ...change(index),
  }))
}

/** Where a record's segments and averages begin; `change` makes some of it different. */
export function createStart(change: Partial<SourceStart> = {}): SourceStart {
  return {
    segmentOffsetSec: 0,
    startVarianceWad: 20_000_000_000_000_000n,
    startDepthRefUsd6: 40_000_000_000_000n,
    ...change,
  }
}
