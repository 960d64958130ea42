import { zeroAddress } from 'viem'
import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { defaultNavUsd6, defaultWeightPips } from '../../backtest/defaultPolicy.ts'
import type { RuleRun } from '../../backtest/outcome.ts'
import { runBacktest } from '../../backtest/runBacktest.ts'
import type { RunRule } from '../../backtest/settings.ts'
import { type Summary, summarizeRuns } from '../../backtest/summarize.ts'
import type { Core } from '../../core/index.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import { createLocalMarket } from '../../stack/local/localMarket.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createConstantMix } from '../../strategy/portfolios/constantMix.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { createRule } from '../../strategy/rules/standardRules.ts'

const plainRuleIds = ['hold', 'band-2.5', 'clock-1h']
const SEED = 14n

export interface DayFigures {
  title: string
  /** The example policy with its bounds is `in-force`. */
  rules: Summary['rules']
  comparisons: Summary['comparisons']
}

/** A recorded day of minutes: the example policy within the example's bounds, beside plain rules, on $10M of half dollars, half ether. */
export async function runDay(name: string, core: Core): Promise<DayFigures> {
  const market = await openMarket(name)
  const { chain, venue, start, title } = market.manifest
  const policy = createMarketPolicy({ chain, venue })
  const voted = createLocalMarket({ pool: zeroAddress }, zeroAddress, start, policy)
  const { bounds, fallbackVector: fallback, freshness } = voted
  const version = { policy, bounds, fallback, maxAgeSec: freshness.maxAgeSec }
  const fill = {
    latencyBlocks: Math.ceil(Number(policy.executionDelaySec) / chain.blockSec),
    slippageCapPips: Number(policy.slippageCapPips),
    refillPips: 20_000,
    feePips: venue.feePips,
    gasUnits: Number(policy.gasUnits),
    priorityFeePerGas: Number(policy.priorityFeePerGas),
    maxFeePerGas: Number.POSITIVE_INFINITY,
    riskAversionE4: Number(policy.riskAversionE4),
  }
  const rules: RunRule[] = [
    ...plainRuleIds.map((id) => ({ rule: createRule(id, fill) })),
    { rule: createPolicyRule('in-force', 'the example policy'), version },
  ]
  const portfolio = createConstantMix({
    navUsd6: Number(defaultNavUsd6),
    weightPips: Number(defaultWeightPips),
  }) as Portfolio
  const runs: RuleRun[] = await runBacktest(
    { core, market, others: [], portfolio, rules, fill },
    diskReader.readSteps(market),
  )
  const summary = summarizeRuns({ runs, seed: SEED, holdingSec: 0, trials: runs.length })
  return { title, rules: summary.rules, comparisons: summary.comparisons }
}
