import type { Address } from 'viem'
import type { Keeper } from '../../../stack/demo/createKeeper.ts'
import type { MarketStack } from '../../../stack/demo/createMarketDocument.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import type { RecordedDay } from '../../market/readDay.ts'
import type { PortfolioSummary, Summary } from '../frame.ts'
import type { PlayedDay } from '../playedDay.ts'
import type { ReadVault } from '../watchChain.ts'

/** The vaults of a run, with their money, and whoever looks after them. */
export interface LineUp {
  /** The stack as voters see it: its vault is the one that the market is to measure. */
  market: MarketStack & Pick<Stack, 'urls' | 'chainId'>
  /** Ours first, then those to compare with. */
  vaults: readonly { name: string; address: Address }[]
  /**
   * In the vaults' order.
   *
   * @param fromAt - From when on they may trade, unix seconds.
   */
  createKeepers(fromAt: bigint): Keeper[]
  readVault: ReadVault
  /** As `replayRecording` takes them. */
  beforeBlock?: (at: bigint) => Promise<void>
  afterBlock?: (at: bigint) => Promise<void>
  /** What came of it. */
  summarize(
    played: PlayedDay,
  ): Promise<Pick<Summary, 'vaults'> | Pick<PortfolioSummary, 'vaults' | 'portfolio'>>
}

export interface LineUpOptions {
  stack: Stack
  /** From the warm-up on. */
  day: RecordedDay
  /** When the vote begins: by then everything has to be there. */
  governedAt: bigint
  onStep(step: string): void
}

export type CreateLineUp = (options: LineUpOptions) => Promise<LineUp>
