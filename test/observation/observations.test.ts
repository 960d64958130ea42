import { zeroAddress } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore, type Policy } from '../../core/index.ts'
import {
  computeObservations,
  computeSegmentsBySource,
  computeSqrtPriceX96,
  type Dated,
  type Header,
  type MarketObservation,
  type ObservationInput,
  type PoolEvent,
  planReadings,
  type Reading,
  type Readings,
  type Source,
} from '../../observation/index.ts'
import { VARIANCE_WAD_PER_TICK_SQUARED } from '../../observation/variance.ts'
import { events } from './support/createEvents.ts'
import { createHeaders, createTimes, START_AT } from './support/createHeaders.ts'
import { createPolicy } from './support/createPolicy.ts'
import { createSource } from './support/createSource.ts'

const source = createSource({ startVarianceWad: 4n * 10n ** 17n })
const reading: Reading = {
  navUsd6: 10n ** 12n,
  curvaturePips: 240_000n,
  horizonSec: 86_400n,
  dataFeeWei: 7n * 10n ** 12n,
}

const policy = createPolicy()
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
  readings?: Readings
}

/** Every block tells the same. */
const always = (blocks: number, value: Reading = reading): Readings =>
  new Map(Array.from({ length: blocks }, (_, index) => [BigInt(index + 1), value]))

/** Two hours of blocks every 12 s, if nothing else is said. */
function createInput(change: Change = {}): ObservationInput {
  const { blocks = 2 * HOUR_BLOCKS + 1, header, poolEvents = calmEvents } = change
  return {
    core,
    headers: createHeaders(createTimes(blocks, BLOCK_SEC), header),
    history: {
      sources: change.sources ?? [{ blockNumber: 1n, value: source }],
      policies: change.policies ?? [{ blockNumber: 1n, value: policy }],
    },
    readings: change.readings ?? always(blocks),
    getPoolEvents: () => poolEvents,
  }
}

const observe = (change: Change = {}): MarketObservation[] =>
  computeObservations(createInput(change))

const seconds = (observations: MarketObservation[]) =>
  observations.map(({ segment }) => Number(segment.endAt - START_AT))

describe('computeObservations', () => {
  test('default: from the fifteenth segment on, one a segment, with the closing block', () => {
    const observations = observe()
    expect(seconds(observations)).toEqual(createTimes(46, 120).map((second) => second + 1_800))
    const [first] = observations
    const number = BigInt(1_800 / BLOCK_SEC + 1)
    expect(first?.segment.closingHeader.number).toBe(number)
    expect(first).toMatchObject({
      blockNumber: number,
      blockHash: first?.segment.closingHeader.hash,
      observedAt: START_AT + 1_800n,
      epoch: (START_AT + 1_800n) / policy.epochSec,
    })
    const rawPrice = 1.0001 ** Number(TICK)
    const { depthUsd6, nativePriceUsd6, ...rest } = (first as MarketObservation).observation
    expect(Number(depthUsd6) / (1e18 / Math.sqrt(rawPrice))).toBeCloseTo(1, 9)
    expect(Number(nativePriceUsd6) / (1e18 / rawPrice)).toBeCloseTo(1, 9)
    expect(rest).toEqual({
      baseFeePerGas: 100n,
      gasUsedRatioPips: 500_000n,
      depthRefUsd6: depthUsd6,
      varianceWad: source.startVarianceWad,
      ...reading,
    })
  })

  test('behavior: the closing block may be later than the end, and its time is the one that counts', () => {
    const late = observe({ header: (index) => ({ timestamp: START_AT + BigInt(12 * index + 5) }) })
    const [first] = late
    // The segment from 0 on is partial: the first whole one ends at 240.
    expect(first?.segment.endAt).toBe(START_AT + 1_920n)
    expect(first?.observedAt).toBe(START_AT + 1_925n)
  })

  test('default: a voted start of the averages, and each hour and segment moves them by its weight', () => {
    const depth = observe()[0]?.observation.depthUsd6 as bigint
    const started = createSource({ startVarianceWad: 10n ** 18n, startDepthRefUsd6: 2n * depth })
    const observations = observe({ sources: [{ blockNumber: 1n, value: started }] })
    const keep = (1 - 1 / 5_040) ** 15
    const depthRef = Number(observations[0]?.observation.depthRefUsd6) / Number(depth)
    expect(depthRef).toBeCloseTo(1 + keep, 6)
    const varianceAt = (second: number) =>
      observations.find(({ segment }) => segment.endAt === START_AT + BigInt(second))?.observation
        .varianceWad
    // The first hour lacks the segment before it.
    expect([3_600, 7_080].map(varianceAt)).toEqual([10n ** 18n, 10n ** 18n])
    expect(Number(varianceAt(7_200)) / 1e18).toBeCloseTo(0.94 ** (1 / 24), 12)
  })

  test('behavior: without a voted start, from the first complete hour with a segment before it', () => {
    const sources = [{ blockNumber: 1n, value: createSource() }]
    const poolEvents = [...calmEvents, events.swap(5_400, TICK + 9n, LIQUIDITY)]
    const observations = observe({ sources, poolEvents })
    expect(seconds(observations)).toEqual([7_200])
    expect(observations[0]?.observation.varianceWad).toBe(81n * VARIANCE_WAD_PER_TICK_SQUARED)
  })

  test('behavior: segments and hours at the offset of the source', () => {
    const sources = [{ blockNumber: 1n, value: createSource({ segmentOffsetSec: 11 }) }]
    const observations = observe({ sources, blocks: 2 * HOUR_BLOCKS + 2 })
    expect(seconds(observations)).toEqual([7_211])
    expect(observations[0]?.observedAt).toBe(START_AT + 7_212n)
  })

  test('behavior: where the gas limit is no measure, the ratio is 0', () => {
    const sources = [{ blockNumber: 1n, value: { ...source, hasGasLimit: false } }]
    expect(observe({ sources })[0]?.observation.gasUsedRatioPips).toBe(0n)
    expect(observe({ sources })[0]?.figures.fast.gasUsedRatioPips).toBe(0n)
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

  test("behavior: the target is the core's; none outside its domain", () => {
    const [first] = observe()
    const { observation } = first as MarketObservation
    expect(first?.target).toEqual(core.evaluate(observation, policy))
    const outside = observe({ header: () => ({ baseFeePerGas: 10n ** 14n + 1n }) })
    expect(outside[0]?.target).toBeUndefined()
    expect(outside[0]?.observation.baseFeePerGas).toBe(10n ** 14n + 1n)
    const worthless = observe({ readings: always(601, { ...reading, navUsd6: 0n }) })
    expect(worthless[0]).toMatchObject({ target: undefined, observation: { navUsd6: 0n } })
  })

  test('behavior: readings are those of the closing block; without one there is no observation', () => {
    const readings = new Map(always(601))
    const [, second] = observe().map(({ blockNumber }) => blockNumber)
    readings.delete(second as bigint)
    readings.set(BigInt(1_800 / BLOCK_SEC + 1), { ...reading, navUsd6: 5n, dataFeeWei: 0n })
    const observations = observe({ readings })
    expect(seconds(observations).slice(0, 2)).toEqual([1_800, 2_040])
    expect(observations[0]?.observation).toMatchObject({ ...reading, navUsd6: 5n, dataFeeWei: 0n })
    expect(observe({ readings: new Map() })).toEqual([])
  })

  test('behavior: a policy of the closing block counts from the next closing on', () => {
    const closing = BigInt(1_800 / BLOCK_SEC + 1)
    const other = { ...policy, epochSec: 2n * policy.epochSec }
    const policies = [
      { blockNumber: 1n, value: policy },
      { blockNumber: closing, value: other },
    ]
    const [first, second] = observe({ policies })
    expect(first?.epoch).toBe((START_AT + 1_800n) / policy.epochSec)
    expect(second?.epoch).toBe((START_AT + 1_920n) / other.epochSec)
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
    const observations = computeObservations({
      ...createInput({ blocks: HOUR_BLOCKS + 2 }),
      headers: createHeaders(times),
    })
    expect(seconds(observations).slice(-4)).toEqual([3_600, 3_720, 3_840, 3_960])
    expect(observations.slice(-3).map(({ blockNumber }) => blockNumber)).toEqual([302n, 302n, 302n])
    expect(observations.at(-1)?.observedAt).toBe(START_AT + 4_005n)
  })

  test('behavior: a new source starts window and averages again', () => {
    const changedAt = BigInt(HOUR_BLOCKS + 5)
    const renewed = { ...source, quoteDecimals: 7, startVarianceWad: 7n }
    const sources = [
      { blockNumber: 1n, value: source },
      { blockNumber: changedAt, value: renewed },
    ]
    const observations = observe({ sources })
    // Block 305 is of 3,648: the segment from 3,720 on is the first of the new source.
    const at = seconds(observations)
    expect(at[at.indexOf(3_600) + 1]).toBe(3_720 + 15 * 120)
    const [before] = observations
    const after = observations.find(({ segment }) => segment.endAt > START_AT + 3_600n)
    expect(after?.observation.depthRefUsd6).toBe(after?.observation.depthUsd6)
    expect(after?.observation.depthUsd6).toBe((before?.observation.depthUsd6 as bigint) / 10n)
    // The hour up to 7,200 began within the new source, but not the one segment before it.
    expect(observations.at(-1)?.segment.endAt).toBe(START_AT + 7_200n)
    expect(observations.at(-1)?.observation.varianceWad).toBe(7n)
  })

  test('behavior: an hour of a new source counts from the first one with its segment before on', () => {
    const sources = [
      { blockNumber: 1n, value: source },
      // Block 291 is of 3,480: the segment before the hour is the first of the new source; block 292 is too late.
      { blockNumber: 291n, value: createSource() },
    ]
    const varianceOf = (list: typeof sources) =>
      observe({ sources: list }).at(-1)?.observation.varianceWad
    expect(varianceOf(sources)).toBe(0n)
    const later = sources.with(1, { blockNumber: 292n, value: createSource() })
    expect(seconds(observe({ sources: later })).at(-1)).toBe(3_480)
  })

  test('behavior: nothing from before the source is carried into its first segment', () => {
    // No block from 3,660 to 3,850: the segment from 3,720 on is empty.
    const times = createTimes(2 * HOUR_BLOCKS, BLOCK_SEC).filter((at) => at <= 3_660 || at > 3_850)
    const headers = createHeaders(times, (index) => ({
      baseFeePerGas: index < 304 ? 900n : 100n,
    }))
    const changedAt = headers.findLast(({ timestamp }) => timestamp <= START_AT + 3_650n)?.number
    const sources = [
      { blockNumber: 1n, value: source },
      { blockNumber: changedAt as bigint, value: source },
    ]
    const input = { ...createInput({ sources }), headers }
    const [, renewed] = computeSegmentsBySource(input)
    expect(renewed?.[0]).toMatchObject({ endAt: START_AT + 3_960n, baseFeePerGas: 100n })
  })

  test('behavior: a later end of the chain does not change earlier results', () => {
    const all = observe()
    for (const blocks of [301, 302, 310, 311, 437]) {
      const part = observe({ blocks })
      expect(part).toEqual(all.slice(0, part.length))
      expect(part.length).toBe(Math.floor(((blocks - 1) * BLOCK_SEC - 1_800) / 120) + 1)
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
    expect(observe({ sources: [] })).toEqual([])
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

describe('planReadings', () => {
  test('default: one request a closing block, of what was in force before it', () => {
    const changedAt = BigInt(2_400 / BLOCK_SEC + 1)
    const sources = [
      { blockNumber: 1n, value: source },
      { blockNumber: changedAt, value: { ...source, portfolio: source.pool } },
    ]
    const policies = [
      { blockNumber: 1n, value: policy },
      { blockNumber: BigInt(1_800 / BLOCK_SEC + 1), value: { ...policy, txBytes: 9n } },
    ]
    const input = createInput({ sources, policies })
    const requests = planReadings(computeSegmentsBySource(input), input.history)
    const { portfolio, gasPriceOracle } = source
    const { txBytes, gasUnits } = policy
    expect(requests.slice(0, 2)).toEqual([
      { blockNumber: 151n, portfolio, gasPriceOracle, txBytes, gasUnits },
      { blockNumber: 161n, portfolio, gasPriceOracle, txBytes: 9n, gasUnits },
    ])
    // 1,800 to 2,400, then the fifteenth of the new source.
    expect(requests[5]?.blockNumber).toBe(changedAt)
    expect(requests[6]).toMatchObject({ blockNumber: 351n, portfolio: source.pool })
    const blocks = computeObservations(input).map(({ blockNumber }) => blockNumber)
    expect(requests.map(({ blockNumber }) => blockNumber)).toEqual(blocks)
  })

  test('behavior: nothing is asked of a portfolio that is not set', () => {
    const sources = [{ blockNumber: 1n, value: { ...source, portfolio: zeroAddress } }]
    const input = createInput({ sources })
    expect(planReadings(computeSegmentsBySource(input), input.history)).toEqual([])
  })
})
