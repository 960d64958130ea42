import { type Core, type Observation, OutOfDomainError, type Policy } from '../../../core/index.ts'
import {
  computeHeaderSegments,
  computeObservations,
  computeSegmentsBySource,
  depthLevelsBps,
  type MarketObservation,
  PoolAccumulator,
} from '../../../observation/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { type ChainRecord, formatPeriodId } from './chainRecord.ts'
import type { Entity } from './indexReader.ts'

const SEGMENT_SEC = 120n
const HOUR_SEC = 3_600n

/** Stored fields of a pool's segment that the oracle has no figure for; the pool itself is asked for those. */
export const ofPoolItself = [
  'tickCumulative',
  'secondsPerLiquidityX128',
  'endTick',
  'endSqrtPriceX96',
  'endLiquidity',
]

/** Every figure that the index should hold, in its form, recomputed from raw headers and logs. */
export function computeExpectedFigures(core: Core, chain: ChainRecord): Record<string, Entity[]> {
  const { headers, history, pool } = chain
  const input = { core, headers, history, getPoolEvents: () => chain.poolEvents }
  const bySource = computeSegmentsBySource(input)
  return {
    headerSegments: computeHeaderSegments(headers).map(({ endAt, closingHeader, ...figures }) => ({
      ...describePeriod(endAt, SEGMENT_SEC),
      ...format(figures),
      blockCount: `${headers.filter(({ timestamp }) => isWithin(timestamp, endAt)).length}`,
      closedBlockNumber: `${closingHeader.number}`,
    })),
    ...computePool(chain),
    marketSegments: bySource.flatMap((segments) =>
      segments.map((segment, index) => ({
        ...describePeriod(segment.endAt, SEGMENT_SEC, LOCAL_MARKET_ID),
        market: LOCAL_MARKET_ID,
        ordinal: `${index + 1}`,
        header: formatPeriodId(segment.endAt - SEGMENT_SEC),
        pool: formatPeriodId(segment.endAt - SEGMENT_SEC, pool),
        nativePool: formatPeriodId(segment.endAt - SEGMENT_SEC, pool),
        depthUsd6: `${segment.depthUsd6}`,
        nativePriceUsd6: `${segment.nativePriceUsd6}`,
        depthRefUsd6: `${segment.depthRefUsd6}`,
        ...Object.fromEntries(
          depthLevelsBps.flatMap((bps, level) => {
            const { upUsd6, downUsd6 } = segment.depthLevelsUsd6?.[level] ?? {}
            return [
              [`depthUp${bps}BpsUsd6`, formatOrNull(upUsd6)],
              [`depthDown${bps}BpsUsd6`, formatOrNull(downUsd6)],
            ]
          }),
        ),
        closedBlockNumber: `${segment.closingHeader.number}`,
      })),
    ),
    observations: computeObservations(input).map((observation) =>
      describeObservation(core, chain, observation),
    ),
  }
}

function computePool({ headers, pool, poolEvents }: ChainRecord): Record<string, Entity[]> {
  const accumulator = new PoolAccumulator()
  for (const event of poolEvents) accumulator.apply(event)
  accumulator.closeUntil(headers.at(-1)?.timestamp ?? 0n)
  const { segments, hours } = accumulator
  const owner = pool.toLowerCase()
  return {
    poolSegments: segments.map(({ endAt, meanTick, harmonicMeanLiquidity, varianceWad }) => ({
      ...describePeriod(endAt, SEGMENT_SEC, pool),
      pool: owner,
      ...format({ meanTick, harmonicMeanLiquidity, varianceWad: varianceWad ?? 0n }),
      hourCount: `${hours.filter((hour) => hour.endAt <= endAt).length}`,
      closedBlockNumber: `${headers.find(({ timestamp }) => timestamp >= endAt)?.number}`,
    })),
    poolHours: hours.map(({ endAt, highestTick, lowestTick, varianceWad }, index) => {
      const { endAt: _, ...period } = describePeriod(endAt, HOUR_SEC, pool)
      const average = segments.find((segment) => segment.endAt === endAt)?.varianceWad
      return {
        ...period,
        pool: owner,
        highTick: `${highestTick}`,
        lowTick: `${lowestTick}`,
        hourVarianceWad: `${varianceWad}`,
        varianceWad: `${average}`,
        hourCount: `${index + 1}`,
      }
    }),
  }
}

function describeObservation(
  core: Core,
  { history, policyIds }: ChainRecord,
  { segment, figures, epoch, observation, target }: MarketObservation,
): Entity {
  const { closingHeader: closing, endAt } = segment
  const last = history.policies.findLastIndex(({ blockNumber }) => blockNumber < closing.number)
  const prefixed = (prefix: string, values: object) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        formatOrNull(value),
      ]),
    )
  const none = {
    aggressivenessPips: undefined,
    bandPips: undefined,
    maxTradeUsd6: undefined,
    minIntervalSec: undefined,
    cppiMultiplierE3: undefined,
    guardPips: undefined,
  }
  const { value: policy } = history.policies[last] as { value: Policy }
  return {
    ...describePeriod(endAt, SEGMENT_SEC, LOCAL_MARKET_ID),
    market: LOCAL_MARKET_ID,
    segment: formatPeriodId(endAt - SEGMENT_SEC, LOCAL_MARKET_ID),
    blockNumber: `${closing.number}`,
    blockHash: closing.hash,
    blockAt: `${closing.timestamp}`,
    epoch: `${epoch}`,
    ...Object.fromEntries(
      Object.entries(observation).map(([name, value]) => [name, formatOrNull(value)]),
    ),
    ...prefixed('fast', figures.fast),
    ...prefixed('slow', figures.slow),
    policy: policyIds[last],
    refusedField: target === undefined ? findRefusedField(core, observation, policy) : null,
    ...prefixed('target', target ?? none),
  }
}

function findRefusedField(
  core: Core,
  { navUsd6, ...measured }: MarketObservation['observation'],
  policy: Policy,
): string {
  if (navUsd6 === undefined) return 'navUsd6'
  try {
    core.evaluate({ ...measured, navUsd6 } satisfies Observation, policy)
  } catch (error) {
    if (error instanceof OutOfDomainError) return error.field
    throw error
  }
  throw new Error('an observation without a target that the core evaluates')
}

const isWithin = (timestamp: bigint, endAt: bigint) =>
  timestamp >= endAt - SEGMENT_SEC && timestamp < endAt

function describePeriod(endAt: bigint, lengthSec: bigint, owner?: `0x${string}`) {
  const startAt = endAt - lengthSec
  return { id: formatPeriodId(startAt, owner), startAt: `${startAt}`, endAt: `${endAt}` }
}

const formatOrNull = (value: bigint | undefined) => (value === undefined ? null : `${value}`)

function format(figures: Record<string, bigint>): Entity {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, `${value}`]))
}
