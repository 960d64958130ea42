import { exampleSettings } from '../../backtest/exampleSettings.ts'
import type { Bounds, Parameters } from '../../core/index.ts'

/** What is voted for a market on another chain: the struct `RemoteConfig` of the contracts. */
export interface RemoteMarketConfig {
  bounds: Bounds
  fallbackVector: Parameters
  epochSec: bigint
  maxAgeSec: bigint
  messageAgeSec: bigint
}

const { bounds: home, fallbackVector, freshness, policy } = exampleSettings

/**
 * What the local stack has on its second chain. At home a quorum of reporters may tighten at once; here a bridge speaks,
 * and each direction has its step, so that one that lies moves little in an epoch.
 */
export const remoteMarket: Readonly<RemoteMarketConfig> = {
  bounds: {
    min: home.min,
    // Half of what home allows: 72 % a day.
    max: { ...home.max, aggressivenessPips: 5_000n },
    stepUp: {
      ...home.stepUp,
      bandPips: 20_000n, // 2 %
      guardPips: 50_000n, // 5 %
      intervalSec: 172_800n, // 2 days
      returnPips: 5_000n, // 0.5 %
    },
    stepDown: {
      ...home.stepDown,
      aggressivenessPips: 400n, // 5.76 % a day: twice the step up
      maxTradeUsd: 400_000n,
      cppiMultiplierE3: 4_000n,
      lotPips: 10_000n, // 1 %
    },
    budget: home.budget,
    budgetWindowSec: home.budgetWindowSec,
    cooldownSec: home.cooldownSec,
  },
  fallbackVector,
  epochSec: policy.epochSec,
  // A quarter of an hour more than at home: a message takes its time.
  maxAgeSec: freshness.maxAgeSec + 900n,
  messageAgeSec: freshness.maxAgeSec,
}
