// A market's observations, from the raw headers and logs of the chain (docs/model.md, section
// "Observation").
//
// Method:   segments of headers, pool and native pool; per source of the market those that begin once it
//           is set. At each segment's close: the more cautious of the medians of 3 and of 15 segments,
//           the two averages, and the portfolio's latest known value. Everything is as of before the closing
//           block's own logs.
// Domain:   headers of one chain without a gap, the market's history and its pools' events within them.
// Special:  no observation before 15 segments and one complete hour, under the source in force.

import type { Address } from 'viem'
import type { Core } from '../core/core.ts'
import { OutOfDomainError } from '../core/errors.ts'
import type { Observation, Parameters, Policy } from '../core/fields.ts'
import { type CautiousFigures, computeCautious } from './cautious.ts'
import { computeHeaderSegments, type Header } from './headerSegments.ts'
import { computeMarketSegments, type MarketSegment } from './marketSegments.ts'
import { SLOW_SEGMENTS } from './periods.ts'
import { computePoolSegments, type PoolSegment } from './poolAccumulator.ts'
import type { PoolEvent } from './poolEvents.ts'
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
  /** Net asset value, 1e6 = $1: from the portfolio's Rebalanced, and from Updated and Confirmed. */
  navsUsd6: readonly Dated<bigint>[]
}

/** One market as of one segment's end. */
export interface MarketObservation {
  segment: MarketSegment
  figures: CautiousFigures
  /** The closing block's time over the policy's epoch, rounded down. */
  epoch: bigint
  /** Without `navUsd6` while its value is unknown. */
  observation: Omit<Observation, 'navUsd6'> & { navUsd6: bigint | undefined }
  /** The model's target; undefined without a value of the portfolio, or outside the model's domain. */
  target: Parameters | undefined
}

/** All that a market's observations depend on. */
export interface ObservationInput {
  core: Pick<Core, 'evaluate'>
  headers: readonly Header[]
  history: MarketHistory
  /** The events of a pool from the block on in which it was first named, as `decodePoolLogs` returns them. */
  getPoolEvents(pool: Address): readonly PoolEvent[]
}

/**
 * The observation of a market at the close of every segment for which there is one, one after the other.
 *
 * @throws HeaderOrderError, EventOrderError or LiquidityBelowZeroError if something is missing or twice.
 */
export function computeObservations(input: ObservationInput): MarketObservation[] {
  const { history, core } = input
  const observations: MarketObservation[] = []
  for (const segments of computeSegmentsBySource(input)) {
    for (let end = SLOW_SEGMENTS; end <= segments.length; end += 1) {
      const window = segments.slice(end - SLOW_SEGMENTS, end)
      const observation = computeObservation(window, history, core)
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
}: Omit<ObservationInput, 'core'>): MarketSegment[][] {
  const last = headers.at(-1)
  if (last === undefined) return []
  const headerSegments = computeHeaderSegments(headers)
  const timestamps = new Map(headers.map(({ number, timestamp }) => [number, timestamp]))
  const computeSegments = (pool: Address): PoolSegment[] =>
    computePoolSegments(getPoolEvents(pool), last.timestamp)
  return history.sources.map(({ blockNumber, value: source }, index) => {
    const sourceSetAt = timestamps.get(blockNumber)
    if (sourceSetAt === undefined) return []
    const next = history.sources[index + 1]
    const inForce = headerSegments.filter(({ closingHeader: { number } }) => {
      return number > blockNumber && (next === undefined || number <= next.blockNumber)
    })
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
 * The observation at the close of the last of some segments.
 *
 * @param window the market's last segments, 15 or more for an observation.
 */
export function computeObservation(
  window: readonly MarketSegment[],
  { policies, navsUsd6 }: Omit<MarketHistory, 'sources'>,
  core: Pick<Core, 'evaluate'>,
): MarketObservation | undefined {
  const segment = window.at(-1)
  const figures = computeCautious(window)
  if (segment === undefined || figures === undefined) return undefined
  const { closingHeader, depthRefUsd6, varianceWad } = segment
  const policy = findLast(policies, closingHeader.number)
  if (varianceWad === undefined || policy === undefined) return undefined
  const navUsd6 = findLast(navsUsd6, closingHeader.number)
  const observation = { ...figures.cautious, depthRefUsd6, varianceWad, navUsd6 }
  return {
    segment,
    figures,
    epoch: closingHeader.timestamp / policy.epochSec,
    observation,
    target: computeTarget(observation, policy, core),
  }
}

/** The value in force before a block. */
function findLast<Value>(history: readonly Dated<Value>[], blockNumber: bigint): Value | undefined {
  return history.findLast((entry) => entry.blockNumber < blockNumber)?.value
}

function computeTarget(
  { navUsd6, ...measured }: MarketObservation['observation'],
  policy: Policy,
  core: Pick<Core, 'evaluate'>,
): Parameters | undefined {
  if (navUsd6 === undefined) return undefined
  try {
    return core.evaluate({ ...measured, navUsd6 }, policy)
  } catch (error) {
    if (error instanceof OutOfDomainError) return undefined
    throw error
  }
}
