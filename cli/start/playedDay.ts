import type { Address } from 'viem'
import type { GovernedMarket } from '../../stack/demo/governMarkets.ts'
import type { TokenHoldings } from '../../stack/demo/readHoldings.ts'
import type { BotProcess } from '../../stack/demo/startBotProcess.ts'
import type { ReplayResult } from '../../stack/replay/replayRecording.ts'
import type { DayRecord } from './observeDay.ts'
import type { KeeperRecord } from './runKeepers.ts'

/** A vault of the run, from the first block on. */
export interface PlayedVault {
  address: Address
  /** As the replay began, and at the end. */
  start: TokenHoldings
  end: TokenHoldings
}

/** A day that was played. */
export interface PlayedDay {
  governed: GovernedMarket
  /** Ours first, then the controls, in the keepers' order. */
  vaults: readonly PlayedVault[]
  replicas: readonly BotProcess[]
  /** Has the contract `reporter` push for the proven market. */
  prover: BotProcess & { reporter: Address }
  keepers: readonly KeeperRecord[]
  replay: ReplayResult
  record: DayRecord
}
