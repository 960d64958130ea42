import type { Hex } from 'viem'
import type { MarketEvents, PinnedBlock } from '../../../query/index.ts'
import type { Push } from './pushes.ts'
import type { ObservationSeries } from './series.ts'

/** What has happened to a market since a time. */
export interface MarketHistory {
  market: Hex
  /** The block of the index that it ends at. */
  block: PinnedBlock
  /** Unix seconds, included. */
  fromAt: bigint
  /** There is nothing older. */
  isWhole: boolean
  observations: ObservationSeries
  /** In the order of the chain. */
  pushes: readonly Push[]
  /** The last push before `fromAt`; undefined: there was none. */
  pushBefore: Push | undefined
  /** Votes, switches and moves since the market was added; refused pushes since `fromAt`. */
  events: MarketEvents
}

/** What one stretch has brought. */
export type HistoryPart = Pick<MarketHistory, 'observations' | 'pushes' | 'events'>
