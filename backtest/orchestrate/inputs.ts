import type { Hex } from 'viem'
import type { Core, Strategies } from '../../core/index.ts'
import type { MarketConfig } from '../../governance/index.ts'
import type { Market } from '../../market/manifest.ts'
import type { StepRange, Steps } from '../../market/steps.ts'
import type { RuleRun, StepSink } from '../outcome.ts'
import type { PortfolioDocument } from '../portfolios/schema.ts'
import type { BacktestResult } from '../result.ts'
import type { Task } from './task.ts'

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
  /** How one task is run; undefined: in this thread. */
  runTask?: RunTask | undefined
}

/** What was read of a market. */
export interface Seen {
  rows: number
  /** Unix seconds, of the first and last row. */
  firstAt: number
  lastAt: number
}

/** What became of a task: the runs in the order of its rules. */
export interface TaskOutcome {
  runs: readonly RuleRun[]
  seen: Seen
}

export interface TaskOptions {
  /** Gets each step. */
  sink?: StepSink | undefined
  signal?: AbortSignal | undefined
  /** How far it is, 0 to 1. */
  onShare?: ((share: number) => void) | undefined
}

export type RunTask = (
  inputs: BacktestInputs,
  engine: BacktestEngine,
  task: Task,
  options: TaskOptions,
) => Promise<TaskOutcome>
