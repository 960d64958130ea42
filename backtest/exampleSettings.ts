import { type Parameters, parameterCaps, parameterMax } from '../core/index.ts'
import { defaultPolicy } from './defaultPolicy.ts'
import type { Voted } from './proposal/voted.ts'

const min: Parameters = {
  aggressivenessPips: 0n,
  bandPips: 1_000n, // 0.1 %
  maxTradeUsd: 0n,
  intervalSec: 60n,
  cppiMultiplierE3: 1_000n,
  guardPips: 1_000n,
  lotPips: 0n,
  returnPips: 0n,
}
// The loosening way by steps; the type's maximum lets the tightening way free, within an epoch too.
const stepUp: Parameters = {
  ...parameterMax,
  aggressivenessPips: 200n, // 2.88 % a day
  maxTradeUsd: 200_000n,
  cppiMultiplierE3: 2_000n,
  lotPips: 5_000n, // 0.5 %
}
const stepDown: Parameters = {
  ...parameterMax,
  bandPips: 10_000n, // 1 %
  intervalSec: 86_400n, // 1 day
  guardPips: 20_000n, // 2 %
  returnPips: 2_500n, // 0.25 %
}
// Ten steps a day.
const budget: Parameters = {
  aggressivenessPips: 10n * stepUp.aggressivenessPips,
  bandPips: 10n * stepDown.bandPips,
  maxTradeUsd: 10n * stepUp.maxTradeUsd,
  intervalSec: 10n * stepDown.intervalSec,
  cppiMultiplierE3: 10n * stepUp.cppiMultiplierE3,
  guardPips: 10n * stepDown.guardPips,
  lotPips: 10n * stepUp.lotPips,
  returnPips: 10n * stepDown.returnPips,
}

/**
 * What voters could set of a first market: the policy of `gimbal replay`, bounds that let tightening through at once and
 * loosening in steps, and a timid fallback. The local stack starts with it, and a backtest takes it where nothing is in force.
 */
export const exampleSettings: Voted = {
  policy: defaultPolicy,
  bounds: {
    min,
    // 144 % a day.
    max: { ...parameterCaps, aggressivenessPips: 10_000n },
    stepUp,
    stepDown,
    budget,
    budgetWindowSec: 86_400n,
    cooldownSec: 0n,
  },
  fallbackVector: {
    aggressivenessPips: 100n, // 1.44 % a day
    bandPips: 50_000n, // 5 %
    maxTradeUsd: 100_000n,
    intervalSec: 864_000n, // 10 days
    cppiMultiplierE3: 2_000n,
    guardPips: 200_000n, // 20 %
    lotPips: 10_000n, // 1 %: $100,000 of $10,000,000
    returnPips: 20_000n, // 2 %
  },
  // Three epochs, two epochs, some forty minutes of blocks.
  freshness: { maxAgeSec: 1_800n, reportAgeSec: 1_200n, reportAgeBlocks: 200n },
}
