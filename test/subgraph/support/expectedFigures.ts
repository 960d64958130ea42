import { type Address, type Hex, zeroAddress } from 'viem'
import { type Core, OutOfDomainError, type Policy, parameterFields } from '../../../core/index.ts'
import {
  computeHeaderSegments,
  computeObservations,
  computePoolSegments,
  computeSegmentsBySource,
  depthLevelsBps,
  type Header,
  type MarketHistory,
  type MarketObservation,
  type MarketSegment,
  type PoolEvent,
  type Source,
} from '../../../observation/index.ts'
import { isHourEnd } from '../../../observation/periods.ts'
import { VARIANCE_WAD_PER_TICK_SQUARED } from '../../../observation/variance.ts'
import { formatPeriodId } from './ids.ts'
import type { Entity } from './indexReader.ts'
import type { Told } from './readReadings.ts'

const SEGMENT_SEC = 120n
const HOUR_SEC = 3_600n
/** The fewest segments from which there is an observation. */
const SLOW_SEGMENTS = 15
/** Segments of an hour: with one more, an hour counts. */
const HOUR_SEGMENTS = 30

/** Stored fields of a pool's segment that the oracle has no figure for; the pool itself is asked for those. */
export const ofPoolItself = [
  'tickCumulative',
  'secondsPerLiquidityX128',
  'endTick',
  'endSqrtPriceX96',
  'endLiquidity',
]

/** A market as the chain's events have it. */
export interface IndexedMarket extends Told {
  id: Hex
  history: MarketHistory
  /** Fact ids of the policies in `history`, one for one. */
  policyIds: readonly string[]
}

/** All that the index's figures may depend on. */
export interface IndexedChain {
  core: Core
  headers: readonly Header[]
  markets: readonly IndexedMarket[]
  /** The events of a pool from the block on in which the index began to follow it. */
  getPoolEvents(pool: Address): readonly PoolEvent[]
}

/** Every figure that the index should hold, in its form, recomputed from raw headers, logs and calls. */
export function computeExpectedFigures(chain: IndexedChain): Record<string, Entity[]> {
  const figures = {
    headerSegments: computeHeaders(chain),
    ...computePools(chain),
    marketSegments: chain.markets.flatMap((market) => describeSegments(chain, market)),
    observations: chain.markets.flatMap((market) => {
      const { core, headers, getPoolEvents } = chain
      const { history, readings } = market
      return computeObservations({ core, headers, history, readings, getPoolEvents }).map(
        (observation) => describeObservation(core, market, observation),
      )
    }),
  }
  return Object.fromEntries(
    Object.entries(figures).map(([name, rows]) => [
      name,
      rows.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
    ]),
  )
}

/** A time in which some source asks for an offset of all headers, or of one pool's segments. */
interface Use {
  offsetSec: bigint
  pool: Address | undefined
  /** Segments that begin then or later count. */
  fromAt: bigint
  fromBlock: bigint
  /** The block in which the last of the sources was replaced. */
  untilBlock: bigint | undefined
}

function findUses({ headers, markets }: IndexedChain): Use[] {
  const timestamps = new Map(headers.map(({ number, timestamp }) => [number, timestamp]))
  const changes = markets
    .flatMap(({ id, history }) => history.sources.map((dated) => ({ id, ...dated })))
    .toSorted((a, b) => Number(a.blockNumber - b.blockNumber))
  const inForce = new Map<Hex, Source>()
  const open = new Map<string, Use>()
  const uses: Use[] = []
  for (const { id, blockNumber, value } of changes) {
    inForce.set(id, value)
    const asked = new Map([...inForce.values()].flatMap(listAsked))
    for (const [key, use] of open) {
      if (asked.has(key)) continue
      use.untilBlock = blockNumber
      open.delete(key)
    }
    for (const [key, { offsetSec, pool }] of asked) {
      if (open.has(key)) continue
      const fromAt = timestamps.get(blockNumber) as bigint
      const use = { offsetSec, pool, fromAt, fromBlock: blockNumber, untilBlock: undefined }
      open.set(key, use)
      uses.push(use)
    }
  }
  return uses
}

function listAsked({
  pool,
  nativePool,
  segmentOffsetSec,
}: Source): [key: string, asked: Pick<Use, 'offsetSec' | 'pool'>][] {
  if (pool === zeroAddress) return []
  const offsetSec = BigInt(segmentOffsetSec)
  return [undefined, pool, nativePool].map((of) => [
    `${offsetSec} ${of?.toLowerCase()}`,
    { offsetSec, pool: of },
  ])
}

function isStored(use: Use, endAt: bigint, closing: Header): boolean {
  const isOpen = use.untilBlock === undefined || closing.number <= use.untilBlock
  return endAt - SEGMENT_SEC >= use.fromAt && closing.number > use.fromBlock && isOpen
}

function computeHeaders(chain: IndexedChain): Entity[] {
  const { headers } = chain
  const uses = findUses(chain).filter(({ pool }) => pool === undefined)
  return uses.flatMap((use) => {
    const stored = computeHeaderSegments(headers, use.offsetSec).filter(
      ({ endAt, closingHeader }) => isStored(use, endAt, closingHeader),
    )
    // Nothing from before the source is carried in.
    const first = stored.findIndex(({ blockCount }) => blockCount > 0)
    return (first < 0 ? [] : stored.slice(first)).map(({ endAt, closingHeader, ...figures }) => ({
      ...describePeriod(endAt, SEGMENT_SEC),
      offsetSec: `${use.offsetSec}`,
      ...format(figures),
      closedBlockNumber: `${closingHeader.number}`,
    }))
  })
}

function computePools(chain: IndexedChain): Record<'poolSegments' | 'poolHours', Entity[]> {
  const { headers } = chain
  const findClosing = (endAt: bigint) => headers.find(({ timestamp }) => timestamp >= endAt)
  const untilAt = headers.at(-1)?.timestamp ?? 0n
  const poolSegments: Entity[] = []
  const poolHours: Entity[] = []
  for (const use of findUses(chain)) {
    const { pool, offsetSec, fromAt } = use
    if (pool === undefined) continue
    const owner = { pool: pool.toLowerCase(), offsetSec: `${offsetSec}` }
    for (const segment of computePoolSegments(chain.getPoolEvents(pool), untilAt, offsetSec)) {
      const { endAt, meanTick, harmonicMeanLiquidity, hourVarianceWad } = segment
      const closing = findClosing(endAt) as Header
      if (!isStored(use, endAt, closing)) continue
      poolSegments.push({
        ...describePeriod(endAt, SEGMENT_SEC, pool),
        ...owner,
        ...format({ meanTick, harmonicMeanLiquidity }),
        closedBlockNumber: `${closing.number}`,
      })
      // The segment before the hour has to be stored as well.
      if (hourVarianceWad === undefined || endAt - HOUR_SEC - SEGMENT_SEC < fromAt) continue
      poolHours.push({
        ...describePeriod(endAt, HOUR_SEC, pool),
        ...owner,
        squareSum: `${hourVarianceWad / VARIANCE_WAD_PER_TICK_SQUARED}`,
        varianceWad: `${hourVarianceWad}`,
      })
    }
  }
  return { poolSegments, poolHours }
}

function describeSegments(chain: IndexedChain, market: IndexedMarket): Entity[] {
  const { headers, getPoolEvents } = chain
  const { id, history } = market
  const bySource = computeSegmentsBySource({ headers, history, getPoolEvents })
  return bySource.flatMap((segments, sourceIndex) => {
    const { value: source } = history.sources[sourceIndex] as { value: Source }
    const offsetSec = BigInt(source.segmentOffsetSec)
    const isHour = (segment: MarketSegment, index: number) =>
      index >= HOUR_SEGMENTS && isHourEnd(segment.endAt, offsetSec)
    return segments.map((segment, index) => ({
      ...describePeriod(segment.endAt, SEGMENT_SEC, id),
      market: id,
      ordinal: `${index + 1}`,
      header: formatPeriodId(segment.endAt - SEGMENT_SEC),
      pool: formatPeriodId(segment.endAt - SEGMENT_SEC, source.pool),
      nativePool: formatPeriodId(segment.endAt - SEGMENT_SEC, source.nativePool),
      depthUsd6: `${segment.depthUsd6}`,
      nativePriceUsd6: `${segment.nativePriceUsd6}`,
      depthRefUsd6: `${segment.depthRefUsd6}`,
      hourCount: `${segments.slice(0, index + 1).filter(isHour).length}`,
      varianceWad: formatOrNull(segment.varianceWad),
      observationGap: findGap(market, source, segment, index),
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
    }))
  })
}

function findGap(
  { gaps }: IndexedMarket,
  { portfolio }: Source,
  { varianceWad, closingHeader }: MarketSegment,
  index: number,
): string | null {
  if (index < SLOW_SEGMENTS - 1) return 'TOO_FEW_SEGMENTS'
  if (varianceWad === undefined) return 'NO_VARIANCE'
  if (portfolio === zeroAddress) return 'NO_PORTFOLIO'
  return gaps.get(closingHeader.number) ?? null
}

function describeObservation(
  core: Core,
  { id, history, policyIds }: IndexedMarket,
  { segment, figures, epoch, observedAt, observation, target, ...closing }: MarketObservation,
): Entity {
  const { endAt } = segment
  const last = history.policies.findLastIndex(
    ({ blockNumber }) => blockNumber < closing.blockNumber,
  )
  const prefixed = (prefix: string, values: object) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        formatOrNull(value),
      ]),
    )
  const none = Object.fromEntries(parameterFields.map((field) => [field, undefined]))
  const { value: policy } = history.policies[last] as { value: Policy }
  return {
    ...describePeriod(endAt, SEGMENT_SEC, id),
    market: id,
    segment: formatPeriodId(endAt - SEGMENT_SEC, id),
    blockNumber: `${closing.blockNumber}`,
    blockHash: closing.blockHash,
    observedAt: `${observedAt}`,
    epoch: `${epoch}`,
    ...format(observation),
    ...prefixed('fast', figures.fast),
    ...prefixed('slow', figures.slow),
    policy: policyIds[last],
    refusedField: target === undefined ? findRefusedField(core, observation, policy) : null,
    ...prefixed('target', target ?? none),
  }
}

function findRefusedField(
  core: Core,
  observation: MarketObservation['observation'],
  policy: Policy,
): string {
  try {
    core.evaluate(observation, policy)
  } catch (error) {
    if (error instanceof OutOfDomainError) return error.field
    throw error
  }
  throw new Error('an observation without a target that the core evaluates')
}

function describePeriod(endAt: bigint, lengthSec: bigint, owner?: Hex) {
  const startAt = endAt - lengthSec
  return { id: formatPeriodId(startAt, owner), startAt: `${startAt}`, endAt: `${endAt}` }
}

const formatOrNull = (value: bigint | undefined) => (value === undefined ? null : `${value}`)

function format(figures: object): Entity {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, `${value}`]))
}
