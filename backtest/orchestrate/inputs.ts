import type { Hex } from 'viem'
import type { Core, Strategies } from '../../core/index.ts'
import type { MarketConfig } from '../../governance/index.ts'
import type { Market } from '../../market/manifest.ts'
import type { StepRange, Steps } from '../../market/steps.ts'
import type { BacktestJob } from '../node/workers/runJob.ts'
import type { RuleRun } from '../outcome.ts'
import type { PortfolioDocument } from '../portfolios/schema.ts'
import type { BacktestResult } from '../result.ts'
import type { TakeTask } from './taskOutcome.ts'

/** What decides a result, all of it: two runs of equal inputs give equal bytes. */
export interface BacktestInputs {
  title: string
  documentHash: Hex | undefined
  /** Name of the governed market. */
  governed: string
  /** The document adds the market: `inForce` is an example, and nothing is in force. */
  isAddition: boolean
  inForce: MarketConfig
  proposed: MarketConfig
  /** The first is looked at closely. */
  markets: readonly [Market, ...Market[]]
  portfolios: readonly [PortfolioDocument, ...PortfolioDocument[]]
  /** Ids of plain rules. */
  against: readonly string[]
  seed: bigint
  /** Blocks from a decision to its block; undefined: what the policy in force says of its execution. */
  latencyBlocks: number | undefined
  /** Allows a latency of 0. */
  isWhatIf: boolean
  range: StepRange
  /** Draws of the bootstrap. */
  draws: number
  /** Trials made for this proposal, this run included. */
  trials: number
}

/** What runs it. */
export interface BacktestEngine {
  core: Core
  strategies: Strategies
  backtester: BacktestResult['backtester']
  openSteps(market: Market, range: StepRange): AsyncIterable<Steps>
  /** Runs jobs in other threads, in their order; without it, one after the other in this one. The figures are the same. */
  runElsewhere?: (
    jobs: readonly BacktestJob[],
    options: { signal?: AbortSignal | undefined; onShare: (share: number) => void },
  ) => Promise<readonly (readonly RuleRun[])[]>
  /** Takes tasks that were run before, on whichever machine; without it, they are run now. The figures are the same. */
  takeTask?: TakeTask | undefined
}
