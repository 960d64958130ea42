import { type Hex, toHex } from 'viem'
import type { MarketEvents } from '../../../../query/index.ts'
import { LOCAL_MARKET_ID } from '../../../../stack/local/localMarket.ts'
import type { MarketHistory } from '../../../../web/data/history/history.ts'
import type { Push } from '../../../../web/data/history/pushes.ts'
import { emptySeries } from '../../../../web/data/history/series.ts'
import { defaultObservation, fill } from '../../../bot/support/defaultInput.ts'

/** The id of what stands in a block. */
export const idAt = (blockNumber: number, logIndex = 0): Hex =>
  `${toHex(blockNumber, { size: 8 })}${toHex(logIndex, { size: 4 }).slice(2)}` as Hex

/** The market was added at second 1,000 in block 1, with a fallback of 9; evidence lasts 300 s, an epoch 100 s. */
export const events: MarketEvents = {
  bounds: [{ id: idAt(1), at: 1_000n, min: fill(1n), max: fill(1_000n) }],
  fallbacks: [{ id: idAt(1), at: 1_000n, values: fill(9n) }],
  freshness: [{ id: idAt(1), at: 1_000n, maxAgeSec: 300n }],
  policies: [{ id: idAt(1), at: 1_000n, epochSec: 100n }],
  sources: [{ id: idAt(1), at: 1_000n }],
  moves: [],
  switches: [],
  failures: [],
  lastUpdateAt: undefined,
}

/** A push in a block, which brings a value; each block is ten seconds after the one before, from second 1,000 on. */
export function createPush(blockNumber: number, value: bigint, change: Partial<Push> = {}): Push {
  const blockAt = 990n + 10n * BigInt(blockNumber)
  return {
    id: idAt(blockNumber),
    marketId: LOCAL_MARKET_ID,
    evidenceKind: 'signed',
    largestTargetPips: 0n,
    observedAt: blockAt - 10n,
    observedBlockNumber: BigInt(blockNumber - 1),
    blockNumber: BigInt(blockNumber),
    blockAt,
    transactionHash: toHex(blockNumber, { size: 32 }),
    sender: '0x00000000000000000000000000000000000000aA',
    observation: defaultObservation,
    target: fill(value),
    oldValues: fill(9n),
    newValues: fill(value),
    limits: {
      aggressivenessPips: 'none',
      bandPips: 'none',
      maxTradeUsd: 'none',
      intervalSec: 'none',
      cppiMultiplierE3: 'none',
      guardPips: 'none',
      lotPips: 'none',
      returnPips: 'none',
    },
    ...change,
  }
}

/** All since the market was added, up to second 2,000. */
export function createHistory(change: Partial<MarketHistory> = {}): MarketHistory {
  return {
    market: LOCAL_MARKET_ID,
    block: { number: 101n, hash: toHex(101, { size: 32 }), timestamp: 2_000n },
    fromAt: 0n,
    isWhole: true,
    observations: emptySeries,
    pushes: [],
    pushBefore: undefined,
    events,
    ...change,
  }
}
