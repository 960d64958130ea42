import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, type Hex, isAddressEqual, parseEventLogs } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersEvents } from '../../abi/index.ts'
import { loadCore, type Policy } from '../../core/index.ts'
import {
  computeSegmentsBySource,
  decodePoolLogs,
  type MarketHistory,
  planReadings,
  type Source,
} from '../../observation/index.ts'
import {
  computeExpectedFigures,
  type IndexedChain,
  type IndexedMarket,
  ofPoolItself,
} from './support/expectedFigures.ts'
import { at } from './support/fixture.ts'
import { formatFactId } from './support/ids.ts'
import { type Entity, IndexReader } from './support/indexReader.ts'
import { LogChain, startIndexOf } from './support/logChain.ts'
import { sourceOne } from './support/marketConfig.ts'
import { evidence, oneId, playMarketStory, pushed, STORY_AT, twoId } from './support/marketStory.ts'
import { readReadings } from './support/readReadings.ts'

const patience = 300_000

let dir: string
let chain: LogChain
let index: Awaited<ReturnType<typeof startIndexOf>>
let reader: IndexReader
let record: IndexedChain

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gimbal-markets-'))
  // Postgres may run as another user.
  await chmod(dir, 0o755)
  chain = await LogChain.start(dir, STORY_AT - 2_000n)
  await playMarketStory(chain)
  index = await startIndexOf(chain, dir)
  reader = new IndexReader(index.url)
  record = await readRecord()
  await reader.waitFor(await chain.client.getBlock())
}, patience)

afterAll(async () => {
  await index?.stop()
  await chain?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

async function readRecord(): Promise<IndexedChain> {
  const { client } = chain
  const { number: last } = await client.getBlock()
  const headers = await Promise.all(
    Array.from({ length: Number(last) }, (_, i) =>
      client.getBlock({ blockNumber: BigInt(i) + 1n }),
    ),
  )
  const logs = await client.getLogs({ fromBlock: 1n, toBlock: last })
  const named = new Map<string, bigint>([[at.Pool, 0n]])
  const markets = [oneId, twoId].map((id) => readHistory(id, parseRisk(logs)))
  for (const { value, blockNumber } of markets.flatMap(({ history }) => history.sources)) {
    const pool = value.nativePool.toLowerCase()
    if (!named.has(pool)) named.set(pool, blockNumber)
  }
  const getPoolEvents = (pool: Address) => {
    const from = named.get(pool.toLowerCase()) ?? last
    const followed = logs.filter(({ blockNumber }) => blockNumber >= from)
    return decodePoolLogs(followed, headers, pool)
  }
  const told = await Promise.all(
    markets.map(({ history }) => {
      const bySource = computeSegmentsBySource({ headers, history, getPoolEvents })
      return readReadings(client, planReadings(bySource, history))
    }),
  )
  const withTold = markets.map((market, i): IndexedMarket => {
    return { ...market, ...(told[i] as Awaited<(typeof told)[number]>) }
  })
  return { core: await loadCore(), headers, markets: withTold, getPoolEvents }
}

function parseRisk(logs: Parameters<typeof parseEventLogs>[0]['logs']) {
  const own = logs.filter(({ address }) => isAddressEqual(address, at.RiskParameters))
  return parseEventLogs({ abi: riskParametersEvents, logs: own })
}

function readHistory(
  id: Hex,
  logs: ReturnType<typeof parseRisk>,
): Omit<IndexedMarket, 'readings' | 'gaps'> {
  const sources: MarketHistory['sources'][number][] = []
  const policies: MarketHistory['policies'][number][] = []
  const policyIds: string[] = []
  for (const { eventName, args, blockNumber, logIndex } of logs) {
    if (!('marketId' in args) || args.marketId !== id) continue
    const isAdded = eventName === 'MarketAdded'
    if (isAdded || eventName === 'SourceSet') {
      const value = (isAdded ? args.config.source : args.newSource) as Source
      sources.push({ blockNumber, value })
    }
    if (isAdded || eventName === 'PolicySet') {
      const entries = Object.entries(isAdded ? args.config.policy : args.newPolicy)
      const value = Object.fromEntries(entries.map(([name, of]) => [name, BigInt(of)]))
      policies.push({ blockNumber, value: value as unknown as Policy })
      policyIds.push(formatFactId({ blockNumber, logIndex }))
    }
  }
  return { id, history: { sources, policies }, policyIds }
}

const text = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}`]))

describe('two markets on one pool in graph-node', { timeout: patience }, () => {
  test.each(['headerSegments', 'poolSegments', 'poolHours', 'marketSegments', 'observations'])(
    'P-92 %s of both offsets are those of observation/, field by field',
    async (name) => {
      const expected = computeExpectedFigures(record)[name] ?? []
      const stored = await reader.readAll(name, name === 'poolSegments' ? ofPoolItself : [])
      expect(stored).toEqual(expected)
      const offsets = new Set(stored.map(({ startAt }) => Number(startAt) % 120))
      expect([...offsets].toSorted((a, b) => a - b)).toEqual([0, 11])
    },
  )

  test('behavior: every reason for which there is no observation, and a figure outside the domain', async () => {
    const segments = await reader.readAll('marketSegments')
    const count = (gap: string | null, id: string) => {
      const own = segments.filter(({ market, observationGap }) => {
        return market === id && observationGap === gap
      })
      return own.length
    }
    expect(count('TOO_FEW_SEGMENTS', oneId)).toBe(28)
    expect(count('TOO_FEW_SEGMENTS', twoId)).toBe(14)
    // A voted start of the variance spares a source the wait for an hour.
    expect(count('NO_VARIANCE', oneId)).toBe(0)
    expect(count('NO_PORTFOLIO', oneId)).toBeGreaterThan(15)
    expect(count('NO_VARIANCE', twoId)).toBeGreaterThan(15)
    expect(count('PORTFOLIO_REVERTED', oneId)).toBeGreaterThan(2)
    expect(count('PORTFOLIO_REVERTED', twoId)).toBeGreaterThan(2)
    expect(count('ORACLE_REVERTED', twoId)).toBeGreaterThan(2)
    const observations = await reader.readAll('observations')
    const refused = observations.filter(({ refusedField }) => refusedField !== null)
    expect(new Set(refused.map((row) => row.refusedField))).toEqual(new Set(['navUsd6']))
    expect(count(null, oneId) + count(null, twoId)).toBe(observations.length)
  })

  test('behavior: the data fee is that of the policy in force, with the operator fee where there is one', async () => {
    const fees = (await reader.readAll('observations')).map(({ dataFeeWei }) => dataFeeWei)
    expect(new Set(fees)).toEqual(
      new Set(['0', `${1_000 * 40_000}`, `${1_000 * 40_000 + 9 * 300_000}`]),
    )
  })

  test('behavior: a new source leaves nothing of the old one in the window', async () => {
    const [, changed] = record.markets[0]?.history.sources ?? []
    const read = async (number: bigint) => {
      const block = `block: { number: ${number} }`
      const { marketWindow } = await reader.query<{ marketWindow: Entity }>(
        `{ marketWindow(id: "${oneId}", ${block}) {
          segmentCount hourCount varianceWad depthRefUsd6 depthsUsd6
          latestSegment { id } latestObservation { id }
        } }`,
      )
      return marketWindow
    }
    const number = changed?.blockNumber as bigint
    const before = await read(number - 1n)
    expect([before.hourCount, before.latestObservation]).toEqual([1, expect.anything()])
    expect(await read(number)).toEqual({
      segmentCount: 0,
      hourCount: 0,
      varianceWad: `${sourceOne.startVarianceWad}`,
      depthRefUsd6: `${sourceOne.startDepthRefUsd6}`,
      depthsUsd6: [],
      latestSegment: null,
      latestObservation: null,
    })
  })

  test('default: the words of Updated, and what they make of the market', async () => {
    const vectors = new Map(
      (await reader.readAll('parameterVectors')).map(({ id, ...vector }) => [id, vector]),
    )
    const updates = await reader.readAll('parametersUpdates')
    expect(updates.map(({ kind }) => kind)).toEqual(['UPDATED', 'CONFIRMED'])
    const [update, confirmed] = updates as [Entity, Entity]
    expect(update).toMatchObject({
      market: oneId,
      ...text(evidence),
      observedAt: `${pushed.observedAt}`,
      observedBlockNumber: `${pushed.blockNumber}`,
      limits: ['EPOCH', 'NONE', 'STEP', 'BUDGET', 'COOLDOWN', 'MIN', 'MAX', 'EPOCH'],
    })
    const name = (id: unknown) => vectors.get(id)
    expect([name(update.target), name(update.oldValues), name(update.newValues)]).toEqual(
      [pushed.target, pushed.oldValues, pushed.newValues].map(text),
    )
    expect(confirmed.oldValues).toBe(confirmed.newValues)
  })

  test('default: a market waits for evidence when it is new, resumed, or has a new source; its model is its own', async () => {
    const query = (block: bigint) => `{
      markets(block: { number: ${block} }, orderBy: id) {
        isAwaitingEvidence observedAt expiresAt model { model coreHash }
      }
    }`
    const { markets } = await reader.query<{ markets: Entity[] }>(
      query(record.headers.at(-1)?.number ?? 0n),
    )
    const zero = `0x${'0'.repeat(40)}`
    expect(markets).toEqual([
      {
        isAwaitingEvidence: true,
        observedAt: `${pushed.observedAt}`,
        expiresAt: `${pushed.observedAt + 7_200n}`,
        model: { model: zero, coreHash: `0x${'0'.repeat(64)}` },
      },
      {
        isAwaitingEvidence: true,
        observedAt: null,
        expiresAt: null,
        model: { model: expect.stringMatching(/b3$/), coreHash: twoId },
      },
    ])
    const update = (await reader.readAll('parametersUpdates')).at(-1)
    const after = await reader.query<{ markets: Entity[] }>(
      query(BigInt(update?.blockNumber as string)),
    )
    expect(after.markets.map(({ isAwaitingEvidence }) => isAwaitingEvidence)).toEqual([false, true])
    const switches = await reader.readAll('marketSwitches')
    expect(switches.map(({ kind, market }) => [kind, market])).toEqual([['RESUMED', twoId]])
    expect(await reader.readAll('skippedFacts')).toEqual([])
  })
})
