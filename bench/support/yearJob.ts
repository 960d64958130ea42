import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { emptyLoosening } from '../../backtest/emptyLoosening.ts'
import type { BacktestJob } from '../../backtest/node/workers/runJob.ts'
import { parsePortfolio } from '../../backtest/portfolios/document.ts'
import type { PolicyVersion } from '../../backtest/settings.ts'
import { parameterCaps, parameterMax } from '../../core/fields.ts'
import type { Market } from '../../market/manifest.ts'

const { used: none } = emptyLoosening

/** The example's policy, whose value moves as far as it wants. */
const version: PolicyVersion = {
  policy: defaultPolicy,
  bounds: {
    min: none,
    max: parameterCaps,
    stepUp: parameterMax,
    stepDown: parameterMax,
    budget: parameterMax,
    budgetWindowSec: 3_600n,
    cooldownSec: 0n,
  },
  fallback: none,
  maxAgeSec: 1_800n,
}

const plain = [
  ...['hold', 'band-0.5', 'band-1', 'band-2.5', 'edge-1', 'clock-1h'],
  ...['clock-1d', 'sigma-1', 'sigma-2.5', 'whalley-wilmott'],
]

/** Ten plain rules, the policy in force and a proposal, on half of $10,000,000 in the asset. */
export function createYearJob(market: Market): BacktestJob {
  const doubled = { ...version.policy, riskAversionE4: 2n * version.policy.riskAversionE4 }
  return {
    market,
    others: [],
    range: {},
    portfolio: parsePortfolio({ kind: 'constant-mix', nav: '$10,000,000', weight: '50 %' }),
    rules: [
      ...plain.map((id) => ({ id })),
      { id: 'in-force', version },
      { id: 'proposal', version: { ...version, policy: doubled } },
    ],
    fill: {
      latencyBlocks: 2,
      refillPips: 20_000,
      feePips: market.manifest.venue.feePips,
      gasUnits: 300_000,
      priorityFeePerGas: 1e9,
      maxFeePerGas: Number.POSITIVE_INFINITY,
      riskAversionE4: 200_000,
    },
  }
}
