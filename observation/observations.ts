// A market's observations, from the raw headers and logs of the chain (docs/model.md, section
// "Observation").
//
// Method:   segments of headers, pool and native pool at the source's offset; per source of the market those that
//           begin once it is set. At each segment's close: the more cautious of the medians of 3 and of 15 segments,
//           the two averages, and what portfolio and fee oracle tell. Segments, averages, source and policy are as of
//           before the closing block's own logs; the readings are of its end, which a call at its hash sees.
// Domain:   headers of one chain without a gap, the market's history and its pools' events within them.
// Special:  no observation before 15 segments under the source in force; none before an hour of them where the source
//           has no start figure of the variance; none at a block without a reading.

import { type Address, type Hex, zeroAddress } from 'viem'
import type { Core } from '../core/core.ts'
import { OutOfDomainError } from '../core/errors.ts'
import type { Observation, Parameters, Policy } from '../core/fields.ts'
import { type CautiousFigures, computeCautious } from './cautious.ts'
import { computeHeaderSegments, type Header } from './headerSegments.ts'
import { computeMarketSegments, type MarketSegment } from './marketSegments.ts'
import { SLOW_SEGMENTS } from './periods.ts'
import { computePoolSegments, type PoolSegment } from './poolAccumulator.ts'
import type { PoolEvent } from './poolEvents.ts'
import type { ReadingRequest, Readings } from './readings.ts'
import type { Source } from './source.ts'

/** A value, and the block from whose end on it holds. */
export interface Dated<Value> {
  blockNumber: bigint
  value: Value
}

/** What the chain's events say about one market, each in the order of the chain. */
export interface MarketHistory {
  /** From MarketAdded and SourceSet. */
  sources: readonly Dated<Source>[]
  /** From MarketAdded and PolicySet. */
  policies: readonly Dated<Policy>[]
}

/** One market as of one segment's end. */
export interface MarketObservation {
  segment: MarketSegment
  figures: CautiousFigures
  /** Of the block that closed the segment, the observed block. */
  blockNumber: bigint
  blockHash: Hex
  /** The observed block's timestamp, unix seconds. */
  observedAt: bigint
  /** `observedAt` over the policy's epoch, rounded down. */
  epoch: bigint
  observation: Observation
  /** The model's target; undefined outside its domain. */
  target: Parameters | undefined
}

/** All that a market's observations depend on. */
export interface ObservationInput {
  core: Pick<Core, 'evaluate'>
  headers: readonly Header[]
  history: MarketHistory
  readings: Readings
  /** The events of a pool from the block on in which it was first named, as `decodePoolLogs` returns them. */
  getPoolEvents(pool: Address): readonly PoolEvent[]
}

/**
 * The observation of a market at the close of every segment for which there is one, one after the other.
 *
 * @throws HeaderOrderError, EventOrderError or LiquidityBelowZeroError if something is missing or twice.
 */
export function computeObservations(input: ObservationInput): MarketObservation[] {
  const { history, readings, core } = input
  const observations: MarketObservation[] = []
  for (const segments of computeSegmentsBySource(input)) {
    for (let end = SLOW_SEGMENTS; end <= segments.length; end += 1) {
      const window = segments.slice(end - SLOW_SEGMENTS, end)
      const observation = computeObservation(window, { ...history, readings, core })
      if (observation !== undefined) observations.push(observation)
    }
  }
  return observations
}

/** The market's segments under each of its sources, until the next one is set. */
export function computeSegmentsBySource({
  headers,
  history,
  getPoolEvents,
}: Omit<ObservationInput, 'core' | 'readings'>): MarketSegment[][] {
  const last = headers.at(-1)
  if (last === undefined) return []
  const timestamps = new Map(headers.map(({ number, timestamp }) => [number, timestamp]))
  return history.sources.map(({ blockNumber, value: source }, index) => {
    const sourceSetAt = timestamps.get(blockNumber)
    if (sourceSetAt === undefined) return []
    const next = history.sources[index + 1]
    const offsetSec = BigInt(source.segmentOffsetSec)
    const computeSegments = (pool: Address): PoolSegment[] =>
      computePoolSegments(getPoolEvents(pool), last.timestamp, offsetSec)
    const inForce = computeHeaderSegments(headers, offsetSec).filter(
      ({ closingHeader: { number } }) => {
        return number > blockNumber && (next === undefined || number <= next.blockNumber)
      },
    )
    return computeMarketSegments(
      inForce,
      computeSegments(source.pool),
      computeSegments(source.nativePool),
      source,
      sourceSetAt,
    )
  })
}

/**
 * What to read for the observations of a market: one request a block that closes segments, in the order of the chain.
 * Nothing is asked of a portfolio that is not set.
 *
 * @param bySource as `computeSegmentsBySource` returns them.
 */
export function planReadings(
  bySource: readonly (readonly MarketSegment[])[],
  { sources, policies }: MarketHistory,
): ReadingRequest[] {
  const requests = new Map<bigint, ReadingRequest>()
  for (const [index, segments] of bySource.entries()) {
    const source = sources[index]?.value
    if (source === undefined || source.portfolio === zeroAddress) continue
    for (const { closingHeader } of segments.slice(SLOW_SEGMENTS - 1)) {
      const { number: blockNumber } = closingHeader
      const policy = findLast(policies, blockNumber)
      if (policy === undefined) continue
      const { portfolio, gasPriceOracle } = source
      const { txBytes, gasUnits } = policy
      requests.set(blockNumber, { blockNumber, portfolio, gasPriceOracle, txBytes, gasUnits })
    }
  }
  return [...requests.values()]
}

/** What the observation of a window of segments depends on. */
export interface ObservationContext extends Pick<MarketHistory, 'policies'> {
  readings: Readings
  core: Pick<Core, 'evaluate'>
}

/**
 * The observation at the close of the last of some segments.
 *
 * @param window the market's last segments, 15 or more for an observation.
 */
export function computeObservation(
  window: readonly MarketSegment[],
  { policies, readings, core }: ObservationContext,
): MarketObservation | undefined {
  const segment = window.at(-1)
  const figures = computeCautious(window)
  if (segment === undefined || figures === undefined) return undefined
  const { closingHeader, varianceWad } = segment
  const { number: blockNumber, hash: blockHash, timestamp: observedAt } = closingHeader
  const policy = findLast(policies, blockNumber)
  const reading = readings.get(blockNumber)
  if (varianceWad === undefined || policy === undefined || reading === undefined) return undefined
  const { depthRefUsd6 } = segment
  const observation = { ...figures.cautious, depthRefUsd6, varianceWad, ...reading }
  return {
    segment,
    figures,
    blockNumber,
    blockHash,
    observedAt,
    epoch: observedAt / policy.epochSec,
    observation,
    target: computeTarget(observation, policy, core),
  }
}

/** The value in force before a block. */
function findLast<Value>(history: readonly Dated<Value>[], blockNumber: bigint): Value | undefined {
  return history.findLast((entry) => entry.blockNumber < blockNumber)?.value
}

function computeTarget(
  observation: Observation,
  policy: Policy,
  core: Pick<Core, 'evaluate'>,
): Parameters | undefined {
  try {
    return core.evaluate(observation, policy)
  } catch (error) {
    if (error instanceof OutOfDomainError) return undefined
    throw error
  }
}
