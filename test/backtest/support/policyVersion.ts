import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import type { PolicyVersion } from '../../../backtest/settings.ts'
import { fromAbiConfig } from '../../../governance/index.ts'
import type { MarketObservation } from '../../../market/steps.ts'
import { createLocalMarket } from '../../../stack/local/localMarket.ts'

const nowhere = '0x0000000000000000000000000000000000000000'
const venue = { dollar: nowhere, weth: nowhere, factory: nowhere, router: nowhere, pool: nowhere }

/** What was voted for the market of the local stack: steps, budgets and a cooldown. */
export const localConfig = fromAbiConfig(createLocalMarket(venue as never, nowhere))

export const localVersion: PolicyVersion = {
  // Epochs of ten minutes, a cheap pool: figures that the tests reckon with.
  policy: { ...defaultPolicy, epochSec: 600n, poolFeePips: 500n, riskAversionE4: 1_000_000n },
  bounds: localConfig.bounds,
  fallback: localConfig.fallbackVector,
  maxAgeSec: 1_800n,
}

/** A calm minute, about. */
export const calm: MarketObservation = {
  baseFeePerGas: 30_000_000_000n,
  gasUsedRatioPips: 500_000n,
  nativePriceUsd6: 1_715_000_000n,
  depthUsd6: 32_500_000_000_000n,
  depthRefUsd6: 33_000_000_000_000n,
  varianceWad: 22_500_000_000_000_000n,
  dataFeeWei: 0n,
}
