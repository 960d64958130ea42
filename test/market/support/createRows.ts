import type { ReplayRow } from '../../../backtest/evaluateRecording.ts'
import type { Parameters } from '../../../core/index.ts'
import { MARKET_DAY_AT } from './createRecording.ts'

/** Rows from 00:30 on, every two minutes, all the same except for what `change` makes of a target. */
export function createRows(
  count: number,
  change: (index: number) => Partial<Parameters> = () => ({}),
): ReplayRow[] {
  return Array.from({ length: count }, (_, index) => ({
    at: MARKET_DAY_AT + 1_800n + BigInt(index) * 120n,
    observation: {
      baseFeePerGas: 50_000_000_000n,
      gasUsedRatioPips: 500_000n,
      nativePriceUsd6: 1_700_000_000n,
      depthUsd6: 30_000_000_000_000n,
      depthRefUsd6: 60_000_000_000_000n,
      varianceWad: 30_000_000_000_000_000n,
      navUsd6: 10_000_000_000_000n,
      dataFeeWei: 0n,
      curvaturePips: 0n,
      horizonSec: 0n,
    },
    assetPriceUsd6: 1_700_000_000n,
    target: {
      aggressivenessPips: 200n,
      bandPips: 20_000n,
      maxTradeUsd: 150_000n,
      intervalSec: 300_000n,
      cppiMultiplierE3: 15_000n,
      guardPips: 10_000n,
      lotPips: 5_000n,
      returnPips: 8_000n,
      ...change(index),
    },
  }))
}
