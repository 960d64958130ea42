// What has happened to a market besides pushes that counted: votes, switches, moves with the bounds, refused pushes.

import type { Hex } from 'viem'
import { z } from 'zod'
import { type Parameters, parameterFields } from '../core/index.ts'
import type { QueryClient } from './createQueryClient.ts'
import { BlockUnavailableError } from './errors.ts'
import { metaType, type PinnedBlock } from './metaType.ts'
import { digits, hex, numbersType } from './types.ts'

/** Where and when something happened. Ids are in the order of the chain: block number, then log index. */
export interface MarketEvent {
  id: Hex
  /** Unix seconds. */
  at: bigint
}

export interface SwitchEvent extends MarketEvent {
  kind: 'HALTED' | 'ON_FALLBACK' | 'RESUMED'
  account: Hex
  blockNumber: bigint
  transactionHash: Hex
}

export interface FailureEvent extends MarketEvent {
  /** Name of the contract's error, `Unknown` for one that is not of these contracts. */
  refusalName: string
  /** Of the evidence, Unix seconds. */
  observedAt: bigint
  sender: Hex
  blockNumber: bigint
  transactionHash: Hex
}

/** The events of a market, each list in the order of the chain. */
export interface MarketEvents {
  bounds: readonly (MarketEvent & { min: Parameters; max: Parameters })[]
  fallbacks: readonly (MarketEvent & { values: Parameters })[]
  freshness: readonly (MarketEvent & { maxAgeSec: bigint })[]
  policies: readonly (MarketEvent & { epochSec: bigint })[]
  sources: readonly MarketEvent[]
  /** The value in force moved with new bounds. */
  moves: readonly (MarketEvent & { newValues: Parameters })[]
  switches: readonly SwitchEvent[]
  /** Refused pushes, since `sinceAt` only. */
  failures: readonly FailureEvent[]
  /** Time of the last update before `sinceAt`; undefined: there was none. */
  lastUpdateAt: bigint | undefined
}

export interface MarketEventsOptions {
  client: QueryClient
  market: Hex
  block: PinnedBlock
  /** Unix seconds, included. */
  fromAt: bigint
  /** From when on pushes are wanted, Unix seconds, included. */
  sinceAt: bigint
}

const vector = numbersType(parameterFields)
const version = z.object({ id: hex, at: digits })
const place = z.object({ blockNumber: digits, transactionHash: hex })

const answer = z.object({
  _meta: metaType,
  bounds: z.array(version.extend({ min: vector, max: vector })),
  fallbacks: z.array(version.extend({ values: vector })),
  freshness: z.array(version.extend({ maxAgeSec: digits })),
  policies: z.array(version.extend({ epochSec: digits })),
  sources: z.array(version),
  moves: z.array(version.extend({ newValues: vector })),
  switches: z.array(
    version.extend(place.shape).extend({
      kind: z.enum(['HALTED', 'ON_FALLBACK', 'RESUMED']),
      account: hex,
    }),
  ),
  failures: z.array(
    version.extend(place.shape).extend({
      refusalName: z.string(),
      observedAt: digits,
      sender: hex,
    }),
  ),
  last: z.array(z.object({ blockAt: digits })),
})

/** graph-node gives no more at once; voters do not come near it. */
const MOST = 1_000
const fields = parameterFields.join(' ')

const voted = (collection: string, selection: string) =>
  `${collection}(${filter('fromAt', '$from')}) { id at: fromAt ${selection} }`
const happened = (collection: string, selection: string, from = '$from') =>
  `${collection}(${filter('blockAt', from)}) { id at: blockAt ${selection} }`

function filter(timeField: string, from: string): string {
  return `block: { hash: $block }, first: ${MOST}, orderBy: id, where: { market: $market, ${timeField}_gte: ${from} }`
}

const document = `query Events($market: String!, $block: Bytes!, $from: Int8!, $since: Int8!) {
  _meta(block: { hash: $block }) { block { number hash timestamp } }
  bounds: ${voted('boundsVersions', `min { ${fields} } max { ${fields} }`)}
  fallbacks: ${voted('fallbackVersions', `values { ${fields} }`)}
  freshness: ${voted('freshnessVersions', 'maxAgeSec')}
  policies: ${voted('policyVersions', 'epochSec')}
  sources: ${voted('sourceVersions', '')}
  moves: ${happened('valueMoves', `newValues { ${fields} }`)}
  switches: ${happened('marketSwitches', 'kind account blockNumber transactionHash')}
  failures: ${happened('pushFailures', 'refusalName observedAt sender blockNumber transactionHash', '$since')}
  last: parametersUpdates(
    block: { hash: $block }, first: 1, orderBy: id, orderDirection: desc
    where: { market: $market, blockAt_lt: $since }
  ) { blockAt }
}`

/**
 * The events of a market from a time on, as the index had them at a block.
 *
 * @throws BlockUnavailableError if it does not have the block, and what a client's `query` throws.
 */
export async function fetchMarketEvents(options: MarketEventsOptions): Promise<MarketEvents> {
  const { client, market, block, fromAt, sinceAt } = options
  const variables = {
    market,
    block: block.hash,
    from: `${fromAt}`,
    since: `${sinceAt}`,
  }
  const { _meta, last, ...events } = await client.query(document, variables, answer)
  if (_meta?.block.hash === block.hash) return { ...events, lastUpdateAt: last[0]?.blockAt }
  const answered = _meta?.block.hash ?? 'no block'
  throw new BlockUnavailableError(block.hash, `it answered at ${answered}`)
}
