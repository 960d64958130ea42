import type { MarketChain, MarketVenue } from './manifest.ts'
import type { SourceStart } from './sourceStart.ts'

/** One header. */
export interface RecordedBlock {
  /** Unix seconds. */
  at: bigint
  /** Wei per unit of gas; 1 to 1e14. */
  baseFeePerGas: bigint
  /** Gas used as a share of the gas limit, 1e6 = 100 %. */
  gasUsedRatioPips: bigint
}

/** A pool over the time up to `at`. */
export interface RecordedPool {
  /** From when on it is known: the end of its minute, unix seconds. The first block at or after it has its trades. */
  at: bigint
  openTick: bigint
  highestTick: bigint
  lowestTick: bigint
  /** Of the last trade. */
  closeTick: bigint
  /** In range at the end; u128. */
  liquidity: bigint
  /** Paid into the pool by traders, raw units; 0 where not recorded. */
  inAmount0: bigint
  inAmount1: bigint
}

/** A short market, whole in memory: what a local chain replays and `gimbal replay` shows. token0 is the dollar, token1 the asset. */
export interface Recording {
  name: string
  title: string
  source: string
  chain: MarketChain
  venue: MarketVenue
  start: SourceStart
  startMadeOf: string
  assumptions: readonly string[]
  /** In order of time. Where only a gas price by the minute is recorded: five made blocks a minute. */
  blocks: readonly RecordedBlock[]
  pool: readonly RecordedPool[]
}
