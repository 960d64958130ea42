import type { Bounds, Parameters, Policy } from '../core/index.ts'
import type { PushSettings } from '../governance/index.ts'
import type { Market } from '../market/manifest.ts'
import type { Portfolio } from '../strategy/portfolio.ts'
import type { Rule } from '../strategy/rule.ts'

/** Voted settings of one market, as far as they decide the value in force. */
export interface PolicyVersion {
  policy: Policy
  bounds: Bounds
  /** What readers get before the first evidence. */
  fallback: Parameters
  /** After how long without evidence readers fall back, seconds. */
  maxAgeSec: bigint
}

/** A rule to run; with a version where it follows parameters. */
export interface RunRule {
  rule: Rule
  version?: PolicyVersion | undefined
}

/** Orders that fill on a perpetual instead of the pool: a trade of q costs q (fee + half spread + q / (2 depth)). */
export interface PerpFill {
  /** 1e6 = 100 %, each. */
  feePips: number
  halfSpreadPips: number
  /** Dollars that move its price by 100 %, 1e6 = $1. */
  depthUsd6: number
  /** Each order changes as much of the asset itself, as a carry's does: that part fills in the pool, and costs what it costs there. */
  isPair?: boolean | undefined
}

/** How fills happen (docs/backtest.md). */
export interface FillSettings {
  /** Blocks from a decision, or a push, to its block; 0 only for what-if runs. */
  latencyBlocks: number
  /** Says that latency 0, which nobody has, is meant. */
  isWhatIf?: boolean | undefined
  /** Largest price impact of one trade, 1e6 = 100 %: what is above it does not fill. Undefined: no limit. */
  slippageCapPips?: number | undefined
  /** Undefined: orders fill in the pool. */
  perp?: PerpFill | undefined
  /** Share of the hole that own trades leave which refills in a minute, 1e6 = 100 %. */
  refillPips: number
  /**
   * Says that a hole begins to refill only one step after its trade, so that the next step's fill pays for all of it. The study's table of
   * straddles is made so (docs/model.md, "Whether it pays"); nothing else should be.
   */
  isRefillDelayed?: boolean | undefined
  /** One-way fee of the venue, 1e6 = 100 %. */
  feePips: number
  gasUnits: number
  priorityFeePerGas: number
  /** Gas price above which an order waits and is decided anew, wei per unit of gas; Infinity: never. */
  maxFeePerGas: number
  /** Price of risk in `risk` and `J`, 1e4 = 1: the same for all rules. */
  riskAversionE4: number
}

/** Whether orders, or a leg of each, fill in the pool: it has to have a depth then. */
export function fillsInPool({ perp }: FillSettings): boolean {
  return perp === undefined || perp.isPair === true
}

/** What an order pays of its amount before any impact, 1e6 = 100 %. */
export function sumFeePips(fill: FillSettings): number {
  const { perp, feePips } = fill
  const onPerpPips = perp === undefined ? 0 : perp.feePips + perp.halfSpreadPips
  return onPerpPips + (fillsInPool(fill) ? feePips : 0)
}

/** One run of several rules on one portfolio and one market. Rules never meet: each has a portfolio and a pool of its own. */
export interface RunSettings {
  market: Market
  /** Further assets of a basket. */
  others: readonly Market[]
  from?: number | undefined
  to?: number | undefined
  portfolio: Portfolio
  rules: readonly RunRule[]
  fill: FillSettings
  /** When a bot would push; undefined: beyond the bot's own dead-band, and before the value expires. */
  push?: PushSettings | undefined
}
