import { readFileSync } from 'node:fs'
import { type Address, zeroAddress } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore, type Policy, parsePolicy } from '../../core/index.ts'
import {
  computeObservations,
  computeSqrtPriceX96,
  type Dated,
  type Header,
  type MarketHistory,
  type MarketObservation,
  type PoolEvent,
  type Source,
} from '../../observation/index.ts'
import { events } from './support/createEvents.ts'
import { createHeaders, createTimes, START_AT } from './support/createHeaders.ts'

const pool: Address = '0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640'
const source: Source = {
  pool,
  nativePool: pool,
  isQuoteToken0: true,
  quoteDecimals: 6,
  isNativeToken0: false,
  nativeQuoteDecimals: 6,
}

const vector = readFileSync(new URL('../vectors/model.ndjson', import.meta.url), 'utf8')
const policy: Policy = { ...parsePolicy(JSON.parse(vector.split('\n')[0] as string).policy) }
const BLOCK_SEC = 12
const HOUR_BLOCKS = 3_600 / BLOCK_SEC
const TICK = 201_800n
const LIQUIDITY = 10n ** 18n

let core: Core
beforeAll(async () => {
  core = await loadCore()
})

const calmEvents = [events.initialize(0, TICK), events.liquidity(0, -887_270n, 887_270n, LIQUIDITY)]

interface Change {
  blocks?: number
  header?: (index: number) => Partial<Header>
  poolEvents?: readonly PoolEvent[]
  sources?: readonly Dated<Source>[]
  policies?: readonly Dated<Policy>[]
  navsUsd6?: MarketHistory['navsUsd6']
}

/** Two hours of blocks every 12 s, if nothing else is said. */
function observe(change: Change = {}): MarketObservation[] {
  const { blocks = 2 * HOUR_BLOCKS + 1, header, poolEvents = calmEvents } = change
  const headers = createHeaders(createTimes(blocks, BLOCK_SEC), header)
  return computeObservations({
    core,
    headers,
    history: {
      sources: change.sources ?? [{ blockNumber: 1n, value: source }],
      policies: change.policies ?? [{ blockNumber: 1n, value: policy }],
      navsUsd6: change.navsUsd6 ?? [{ blockNumber: 1n, value: 10n ** 12n }],
    },
    getPoolEvents: () => poolEvents,
  })
}

const seconds = (observations: MarketObservation[]) =>
  observations.map(({ segment }) => Number(segment.endAt - START_AT))

describe('computeObservations', () => {
  test('default: from the first complete hour on, one a segment, with the closing block', () => {
    const observations = observe()
    expect(seconds(observations)).toEqual(createTimes(31, 120).map((second) => second + 3_600))
    const [first] = observations
    expect(first?.segment.closingHeader.number).toBe(BigInt(HOUR_BLOCKS + 1))
    expect(first?.epoch).toBe((START_AT + 3_600n) / policy.epochSec)
    const rawPrice = 1.0001 ** Number(TICK)
    const { depthUsd6, nativePriceUsd6, ...rest } = (first as MarketObservation).observation
    expect(Number(depthUsd6) / (1e18 / Math.sqrt(rawPrice))).toBeCloseTo(1, 9)
    expect(Number(nativePriceUsd6) / (1e18 / rawPrice)).toBeCloseTo(1, 9)
    expect(rest).toEqual({
      baseFeePerGas: 100n,
      gasUsedRatioPips: 500_000n,
      depthRefUsd6: depthUsd6,
      varianceWad: 0n,
      navUsd6: 10n ** 12n,
    })
  })

  test('default: the other token as quote and as native coin, other decimals', () => {
    const mirrored = {
      ...source,
      isQuoteToken0: false,
      quoteDecimals: 18,
      isNativeToken0: true,
      nativeQuoteDecimals: 18,
    }
    const [first] = observe({
      sources: [{ blockNumber: 1n, value: mirrored }],
      poolEvents: [
        events.initialize(0, 74_959n),
        events.liquidity(0, -887_270n, 887_270n, 10n ** 24n),
      ],
    })
    const rawPrice = 1.0001 ** 74_959
    const { depthUsd6, nativePriceUsd6 } = (first as MarketObservation).observation
    expect(Number(depthUsd6) / (1e12 * Math.sqrt(rawPrice))).toBeCloseTo(1, 9)
    expect(Number(nativePriceUsd6) / (1e6 * rawPrice)).toBeCloseTo(1, 7)
  })

  test("behavior: the target is the core's; none without a value of the portfolio or outside the domain", () => {
    const [first] = observe()
    const { navUsd6 = 0n, ...measured } = (first as MarketObservation).observation
    expect(first?.target).toEqual(core.evaluate({ ...measured, navUsd6 }, policy))
    expect(observe({ navsUsd6: [] })[0]).toMatchObject({
      target: undefined,
      observation: { navUsd6: undefined },
    })
    const outside = observe({ header: () => ({ baseFeePerGas: 10n ** 14n + 1n }) })
    expect(outside[0]?.target).toBeUndefined()
    expect(outside[0]?.observation.baseFeePerGas).toBe(10n ** 14n + 1n)
  })

  test('behavior: values of the closing block count from the next closing on', () => {
    const closing = BigInt(HOUR_BLOCKS + 1)
    const navsUsd6 = [
      { blockNumber: 1n, value: 1n },
      { blockNumber: closing - 1n, value: 2n },
      { blockNumber: closing, value: 3n },
    ]
    const observations = observe({ navsUsd6 })
    expect(observations.slice(0, 2).map(({ observation }) => observation.navUsd6)).toEqual([2n, 3n])
    const other = { ...policy, epochSec: 2n * policy.epochSec }
    const policies = [
      { blockNumber: 1n, value: policy },
      { blockNumber: closing, value: other },
    ]
    const at = (START_AT + 3_600n) / policy.epochSec
    expect(observe({ policies }).slice(0, 1)[0]?.epoch).toBe(at)
    expect(observe({ policies })[1]?.epoch).toBe((START_AT + 3_720n) / other.epochSec)
  })

  test('behavior: one odd block, one odd segment, liquidity for one block: no figure moves', () => {
    const calm = observe().map(({ observation }) => ({ ...observation, depthRefUsd6: 0n }))
    const second = 5_000
    const liquid = { ...events, at: second }
    const jit: PoolEvent[] = [
      ...calmEvents,
      liquid.liquidity(second, 201_700n, 201_900n, 10n ** 24n),
      liquid.liquidity(second + BLOCK_SEC, 201_700n, 201_900n, -(10n ** 24n)),
    ]
    const spiked = observe({
      poolEvents: jit,
      header: (index) => (index === 410 ? { baseFeePerGas: 10n ** 13n, gasUsed: 0n } : {}),
    })
    expect(spiked.map(({ observation }) => ({ ...observation, depthRefUsd6: 0n }))).toEqual(calm)
  })

  test('behavior: a shock is felt after two segments, an all-clear after eight', () => {
    const [from, to] = [3_840, 4_800]
    const felt = observe({
      header: (index) =>
        index * BLOCK_SEC >= from && index * BLOCK_SEC < to ? { baseFeePerGas: 900n } : {},
    }).filter(({ observation }) => observation.baseFeePerGas === 900n)
    expect(seconds(felt)[0]).toBe(from + 240)
    expect(seconds(felt).at(-1)).toBe(to + 7 * 120)
  })

  test('behavior: a gap closes several segments at one block', () => {
    const times = [...createTimes(HOUR_BLOCKS + 1, BLOCK_SEC), 4_005]
    const headers = createHeaders(times)
    const observations = computeObservations({
      core,
      headers,
      history: {
        sources: [{ blockNumber: 1n, value: source }],
        policies: [{ blockNumber: 1n, value: policy }],
        navsUsd6: [],
      },
      getPoolEvents: () => calmEvents,
    })
    expect(seconds(observations)).toEqual([3_600, 3_720, 3_840, 3_960])
    expect(observations.slice(1).map(({ segment }) => segment.closingHeader.number)).toEqual([
      302n,
      302n,
      302n,
    ])
  })

  test('behavior: a new source starts window and depth again, the pool keeps its variance', () => {
    const changedAt = BigInt(HOUR_BLOCKS + 5)
    const sources = [
      { blockNumber: 1n, value: source },
      { blockNumber: changedAt, value: { ...source, quoteDecimals: 7 } },
    ]
    const observations = observe({ sources })
    // Block 305 is of 3,648: the segment from 3,720 on is the first of the new source.
    expect(seconds(observations).slice(0, 3)).toEqual([3_600, 3_720 + 15 * 120, 5_640])
    const [before, after] = observations
    expect(after?.observation.depthRefUsd6).toBe(after?.observation.depthUsd6)
    expect(after?.observation.depthUsd6).toBe((before?.observation.depthUsd6 as bigint) / 10n)
  })

  test('behavior: a later end of the chain does not change earlier results', () => {
    const all = observe()
    for (const blocks of [301, 302, 310, 311, 437]) {
      const part = observe({ blocks })
      expect(part).toEqual(all.slice(0, part.length))
      expect(part.length).toBe(Math.floor(((blocks - 1) * BLOCK_SEC - 3_600) / 120) + 1)
    }
  })

  test('behavior: no headers, a pool without events, no source: no observations', () => {
    expect(observe({ blocks: 0 })).toEqual([])
    expect(observe({ poolEvents: [] })).toEqual([])
    expect(
      observe({
        sources: [{ blockNumber: 1n, value: { ...source, pool: zeroAddress } }],
        poolEvents: [],
      }),
    ).toEqual([])
    expect(observe({ policies: [] })).toEqual([])
  })

  test('behavior: near the price, both sides are shown in dollars', () => {
    const levels = observe()[0]?.segment.depthLevelsUsd6
    const root = Number(computeSqrtPriceX96(TICK)) / 2 ** 96
    const reserve = 1e18 / root
    for (const { bps, upUsd6, downUsd6 } of levels ?? []) {
      const share = (sign: number) => Math.abs(1 - 1 / Math.sqrt(1 + (sign * Number(bps)) / 1e4))
      expect(Number(upUsd6) / (reserve * share(1))).toBeCloseTo(1, 6)
      expect(Number(downUsd6) / (reserve * share(-1))).toBeCloseTo(1, 6)
    }
    expect(levels).toHaveLength(4)
  })
})
