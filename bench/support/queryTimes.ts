import { type Hex, numberToHex, stringToHex } from 'viem'
import { addMarketAsTimelock } from '../../stack/local/addMarketAsTimelock.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { createLocalMarket } from '../../stack/local/localMarket.ts'
import type { StackAddresses } from '../../stack/local/setUpChain.ts'
import type { IndexRun } from './indexRun.ts'

const MARKETS = 20
const OBSERVATIONS = 100_000
const SEGMENT_SEC = 120
/** The first 14 segments have no observation: the averages start at voted figures. */
const WARM_UP_SEGMENTS = 14
const ROUNDS = 40

/** Markets on the pool, and a block at each segment's end until there are 1e5 observations. */
export async function addObservationBlocks(
  url: string,
  { governance, venue, vault }: StackAddresses,
): Promise<void> {
  const client = createChainClient(url)
  const market = createLocalMarket(venue, vault)
  for (let index = 0; index < MARKETS; index += 1) {
    await addMarketAsTimelock(client, governance, market, marketId(index))
  }
  // One more block closes the last segment; the segment in which the market is added does not count.
  const blocks = OBSERVATIONS / MARKETS + WARM_UP_SEGMENTS + 2
  await client.mine({ blocks, interval: SEGMENT_SEC })
}

function marketId(index: number): Hex {
  return stringToHex(`market-${index}`, { size: 32 })
}

/** The console's queries, one page each. */
const consoleQueries = {
  market: `query ($market: ID!) {
    market(id: $market) {
      policy { riskAversionE4 poolFeePips epochSec } values { aggressivenessPips bandPips maxTradeUsd }
      window { latestObservation { endAt baseFeePerGas depthUsd6 depthRefUsd6 targetBandPips } }
    }
  }`,
  lastDay: `query ($market: ID!) {
    observations(first: 720, where: { market: $market }, orderBy: id, orderDirection: desc) {
      endAt baseFeePerGas depthUsd6 nativePriceUsd6 varianceWad targetAggressivenessPips targetBandPips
    }
  }`,
  monthByHour: `query ($market: ID!) {
    marketStats_collection(interval: hour, first: 720, where: { market: $market }) {
      timestamp segmentCount depthSumUsd6 depthMinUsd6 nativePriceLastUsd6
    }
  }`,
  allMarkets: `{ markets(first: 100) { id observedAt values { bandPips } latestUpdate { observedAt } } }`,
  proposals: `{ proposals(first: 20, orderBy: id, orderDirection: desc) { id state description } }`,
  page: `query ($after: Bytes!) {
    observations(first: 100, where: { id_gt: $after }, orderBy: id) { id endAt depthUsd6 }
  }`,
} as const

/** Milliseconds of each answer, sorted: every query of the console, in turn, over the markets and the time. */
export async function measureQueries(run: IndexRun): Promise<number[]> {
  const stored = await countObservations(run)
  if (stored < OBSERVATIONS) {
    throw new Error(`${stored} observations are stored, wanted are ${OBSERVATIONS}`)
  }
  const firstAt = await readFirstAt(run)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const market = marketId(round % MARKETS)
    // A place in the middle of the table, another one each round.
    const segment = Math.floor((OBSERVATIONS / MARKETS) * ((round * 0.618) % 1))
    const after = numberToHex(firstAt + segment * SEGMENT_SEC, { size: 8 })
    for (const query of Object.values(consoleQueries)) {
      const startedAt = performance.now()
      await ask(run, query, { market, after })
      times.push(performance.now() - startedAt)
    }
  }
  return times.toSorted((a, b) => a - b)
}

async function readFirstAt(run: IndexRun): Promise<number> {
  const { observations } = await ask<{ observations: { endAt: string }[] }>(
    run,
    '{ observations(first: 1, orderBy: id) { endAt } }',
  )
  return Number(observations[0]?.endAt)
}

async function countObservations(run: IndexRun): Promise<number> {
  type Window = { latestObservation: { segment: { ordinal: number } } | null }
  const { marketWindows } = await ask<{ marketWindows: Window[] }>(
    run,
    `{ marketWindows(first: ${MARKETS}) { latestObservation { segment { ordinal } } } }`,
  )
  // A portfolio that answers at one block answers at all of them.
  return marketWindows.reduce((sum, { latestObservation }) => {
    return sum + Math.max(0, (latestObservation?.segment.ordinal ?? 0) - WARM_UP_SEGMENTS)
  }, 0)
}

async function ask<Data>(
  { graphqlUrl }: IndexRun,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors?.length > 0) throw new Error(errors[0].message)
  return data
}
