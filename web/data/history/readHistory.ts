// A market's history from the index, at one of its blocks. What was read before is kept: only what is newer is fetched, and
// what is older on demand.

import type { Hex, PublicClient } from 'viem'
import {
  BlockUnavailableError,
  datasets,
  fetchMarketEvents,
  fetchPinnedBlock,
  fetchRows,
  type PinnedBlock,
  type QueryClient,
} from '../../../query/index.ts'
import type { HistoryPart, MarketHistory } from './history.ts'
import { joinHistories } from './joinHistories.ts'
import { type Push, toPush } from './pushes.ts'
import { joinSeries, observationDataset, toSeries } from './series.ts'

export interface HistoryOptions {
  index: QueryClient
  client: PublicClient
  market: Hex
  /** How far back it goes at least, seconds before the index's newest block. */
  spanSec: bigint
  /** What was read before. */
  before?: MarketHistory | undefined
}

/** By how much the start of what is wanted may move without anything older being read, seconds. */
const SLACK_SEC = 3_600n

/** The history of a market up to the index's newest block. @throws what queries throw. */
export async function readHistory(options: HistoryOptions): Promise<MarketHistory> {
  try {
    return await readOnce(options)
  } catch (error) {
    // A block may go away while pages of it are read: the next one is there.
    if (error instanceof BlockUnavailableError) return readOnce(options)
    throw error
  }
}

async function readOnce(options: HistoryOptions): Promise<MarketHistory> {
  const { index, client, market, spanSec, before } = options
  const [block, isKept] = await Promise.all([
    fetchPinnedBlock(index),
    before !== undefined && isOnChain(client, before.block),
  ])
  const source = { index, market, block }
  const wantedAt = block.timestamp > spanSec ? block.timestamp - spanSec : 0n
  if (before === undefined || !isKept || before.block.number > block.number) {
    return readFrom(source, wantedAt)
  }
  const isOlderWanted = !before.isWhole && wantedAt + SLACK_SEC < before.fromAt
  const [older, newer] = await Promise.all([
    isOlderWanted ? readFrom(source, wantedAt, before.fromAt) : undefined,
    // Chains with several blocks a second: what the last block's second has brought is asked for again.
    before.block.hash === block.hash ? undefined : readPart(source, before.block.timestamp),
  ])
  return joinHistories({ older, before, newer, block })
}

/** Where the node cannot tell, it counts as on the chain: the charts do not need the node. */
async function isOnChain(client: PublicClient, { number, hash }: PinnedBlock): Promise<boolean> {
  const block = await client.getBlock({ blockNumber: number }).catch(() => undefined)
  return block === undefined || block.hash === hash
}

interface Source {
  index: QueryClient
  market: Hex
  block: PinnedBlock
}

/** A stretch of history with all that it takes to know what was in force in it. */
async function readFrom(source: Source, fromAt: bigint, toAt?: bigint): Promise<MarketHistory> {
  const { market, block } = source
  const { observations, pushes, events } = await readPart(source, fromAt, {
    toAt,
    eventsFromAt: 0n,
  })
  const { lastUpdateAt } = events
  const pushBefore =
    lastUpdateAt === undefined ? undefined : await readLastPush(source, lastUpdateAt)
  const addedAt = events.policies[0]?.at ?? 0n
  return {
    market,
    block,
    fromAt,
    isWhole: fromAt <= addedAt,
    observations,
    pushes,
    pushBefore,
    events,
  }
}

/** @param range - `toAt`, not included: to the end of the block without it; `eventsFromAt`: `fromAt` without it. */
async function readPart(
  { index, market, block }: Source,
  fromAt: bigint,
  range: { toAt?: bigint | undefined; eventsFromAt?: bigint } = {},
): Promise<HistoryPart> {
  const { toAt = block.timestamp + 1n, eventsFromAt = fromAt } = range
  const rows = { client: index, block, fromAt, toAt, market }
  const [observations, pushes, events] = await Promise.all([
    collect(fetchRows({ ...rows, dataset: observationDataset }), toSeries),
    collect(fetchRows({ ...rows, dataset: datasets.updates }), (page) => page.map(toPush)),
    fetchMarketEvents({ client: index, market, block, fromAt: eventsFromAt, sinceAt: fromAt }),
  ])
  return { observations: joinSeries(observations), pushes: pushes.flat(), events }
}

/** The last push of a second in which there was one. */
async function readLastPush(
  { index, market, block }: Source,
  at: bigint,
): Promise<Push | undefined> {
  const rows = { client: index, block, fromAt: at, toAt: at + 1n, market }
  const pages = await collect(fetchRows({ ...rows, dataset: datasets.updates }), (page) =>
    page.map(toPush),
  )
  return pages.flat().at(-1)
}

async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  convert: (page: Page) => Item,
): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of pages) items.push(convert(page))
  return items
}
