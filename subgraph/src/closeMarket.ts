// A market's segments and observations.

import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  HeaderSegment,
  Market,
  MarketPoint,
  MarketSegment,
  MarketWindow,
  Observation,
  PolicyVersion,
  Pool,
  PoolSegment,
  PoolState,
  SourceVersion,
} from '../../build/subgraph/generated/schema'
import { averageDepthUsd6 } from './averages'
import { computeDepthLevels, DepthLevels } from './depthLevels'
import { evaluateTarget } from './evaluateTarget'
import { headerSegmentId, periodId } from './ids'
import { floorDivWord, toInt8 } from './integers'
import { higher, lower, medianOfLast } from './median'
import { SEGMENT_SEC } from './periods'
import { computeDepthUsd6, computeNativePriceUsd6 } from './poolPrice'

const FAST_SEGMENTS: i32 = 3
const SLOW_SEGMENTS: i32 = 15

/** Begins a market's window again: only segments from `nowAt` on count. */
export function restartWindow(window: MarketWindow, nowAt: i64): void {
  window.sourceSetAt = nowAt
  window.segmentCount = 0
  window.depthRefUsd6 = BigInt.zero()
  window.baseFeesPerGas = []
  window.gasUsedRatiosPips = []
  window.nativePricesUsd6 = []
  window.depthsUsd6 = []
  window.latestSegment = null
  window.save()
}

/** Closes a market's segments from the one that starts at `fromAt` on; those of headers and pools are closed. */
export function closeMarket(id: Bytes, fromAt: i64, block: ethereum.Block): void {
  const market = Market.load(id)
  const window = MarketWindow.load(id)
  if (market === null || window === null) return
  const source = SourceVersion.load(market.source)
  const policy = PolicyVersion.load(market.policy)
  if (source === null || policy === null) return

  const nowAt = toInt8(block.timestamp)
  let levels: DepthLevels | null = null
  let isClosed = false
  for (let startAt = fromAt; startAt + SEGMENT_SEC <= nowAt; startAt += SEGMENT_SEC) {
    if (startAt < window.sourceSetAt) continue
    const header = HeaderSegment.load(headerSegmentId(startAt))
    const pool = PoolSegment.load(periodId(startAt, source.pool))
    const nativePool = PoolSegment.load(periodId(startAt, source.nativePool))
    if (header === null || pool === null || nativePool === null) continue

    // Nothing has happened between the ends of the segments that one block closes.
    if (levels === null) levels = computeLevels(source)
    const segment = new MarketSegment(periodId(startAt, id))
    segment.market = id
    segment.startAt = startAt
    segment.endAt = startAt + SEGMENT_SEC
    segment.header = header.id
    segment.pool = pool.id
    segment.nativePool = nativePool.id
    setFigures(segment, source, pool, nativePool)
    setLevels(segment, levels)
    segment.closedBlockNumber = toInt8(block.number)
    enterWindow(window, segment, header)
    segment.save()
    savePoint(segment)
    isClosed = true
    if (window.segmentCount < SLOW_SEGMENTS || pool.hourCount == 0) continue
    saveObservation(market, window, segment, pool, policy, block)
  }
  if (isClosed) window.save()
}

function setFigures(
  segment: MarketSegment,
  source: SourceVersion,
  pool: PoolSegment,
  nativePool: PoolSegment,
): void {
  segment.depthUsd6 = computeDepthUsd6(
    pool.meanTick,
    pool.harmonicMeanLiquidity,
    source.isQuoteToken0,
    source.quoteDecimals,
  )
  segment.nativePriceUsd6 = computeNativePriceUsd6(
    nativePool.meanTick,
    source.isNativeToken0,
    source.nativeQuoteDecimals,
  )
}

/** Empty where the pool's tick map is not complete. */
function computeLevels(source: SourceVersion): DepthLevels {
  const pool = Pool.load(source.pool)
  const state = PoolState.load(source.pool)
  if (pool === null || state === null || !pool.isTickMapComplete) return new DepthLevels()
  return computeDepthLevels(state, source.isQuoteToken0, source.quoteDecimals)
}

function setLevels(segment: MarketSegment, levels: DepthLevels): void {
  if (levels.up.length == 0) return
  segment.depthUp25BpsUsd6 = levels.up[0]
  segment.depthUp50BpsUsd6 = levels.up[1]
  segment.depthUp100BpsUsd6 = levels.up[2]
  segment.depthUp200BpsUsd6 = levels.up[3]
  segment.depthDown25BpsUsd6 = levels.down[0]
  segment.depthDown50BpsUsd6 = levels.down[1]
  segment.depthDown100BpsUsd6 = levels.down[2]
  segment.depthDown200BpsUsd6 = levels.down[3]
}

function enterWindow(window: MarketWindow, segment: MarketSegment, header: HeaderSegment): void {
  const ordinal = window.segmentCount + 1
  window.segmentCount = ordinal
  window.depthRefUsd6 = averageDepthUsd6(window.depthRefUsd6, segment.depthUsd6, ordinal)
  window.baseFeesPerGas = append(window.baseFeesPerGas, header.baseFeePerGas)
  window.gasUsedRatiosPips = append(window.gasUsedRatiosPips, header.gasUsedRatioPips)
  window.nativePricesUsd6 = append(window.nativePricesUsd6, segment.nativePriceUsd6)
  window.depthsUsd6 = append(window.depthsUsd6, segment.depthUsd6)
  window.latestSegment = segment.id
  segment.ordinal = ordinal
  segment.depthRefUsd6 = window.depthRefUsd6
}

function append(figures: BigInt[], figure: BigInt): BigInt[] {
  figures.push(figure)
  return figures.length > SLOW_SEGMENTS ? figures.slice(figures.length - SLOW_SEGMENTS) : figures
}

function savePoint(segment: MarketSegment): void {
  const point = new MarketPoint(0)
  point.market = segment.market
  point.depthUsd6 = segment.depthUsd6
  point.depthRefUsd6 = segment.depthRefUsd6
  point.nativePriceUsd6 = segment.nativePriceUsd6
  point.save()
}

function saveObservation(
  market: Market,
  window: MarketWindow,
  segment: MarketSegment,
  pool: PoolSegment,
  policy: PolicyVersion,
  block: ethereum.Block,
): void {
  const observation = new Observation(segment.id)
  const nowAt = toInt8(block.timestamp)
  const epochSec = toInt8(policy.epochSec)
  observation.market = market.id
  observation.segment = segment.id
  observation.startAt = segment.startAt
  observation.endAt = segment.endAt
  observation.blockNumber = toInt8(block.number)
  observation.blockHash = block.hash
  observation.blockAt = nowAt
  observation.epoch = epochSec > 0 ? floorDivWord(nowAt, epochSec) : 0
  observation.policy = policy.id

  const baseFees = window.baseFeesPerGas
  const gasUsedRatios = window.gasUsedRatiosPips
  const nativePrices = window.nativePricesUsd6
  const depths = window.depthsUsd6
  observation.fastBaseFeePerGas = medianOfLast(baseFees, FAST_SEGMENTS)
  observation.slowBaseFeePerGas = medianOfLast(baseFees, SLOW_SEGMENTS)
  observation.fastGasUsedRatioPips = medianOfLast(gasUsedRatios, FAST_SEGMENTS)
  observation.slowGasUsedRatioPips = medianOfLast(gasUsedRatios, SLOW_SEGMENTS)
  observation.fastNativePriceUsd6 = medianOfLast(nativePrices, FAST_SEGMENTS)
  observation.slowNativePriceUsd6 = medianOfLast(nativePrices, SLOW_SEGMENTS)
  observation.fastDepthUsd6 = medianOfLast(depths, FAST_SEGMENTS)
  observation.slowDepthUsd6 = medianOfLast(depths, SLOW_SEGMENTS)
  observation.baseFeePerGas = higher(observation.fastBaseFeePerGas, observation.slowBaseFeePerGas)
  observation.gasUsedRatioPips = higher(
    observation.fastGasUsedRatioPips,
    observation.slowGasUsedRatioPips,
  )
  observation.nativePriceUsd6 = higher(
    observation.fastNativePriceUsd6,
    observation.slowNativePriceUsd6,
  )
  observation.depthUsd6 = lower(observation.fastDepthUsd6, observation.slowDepthUsd6)
  observation.depthRefUsd6 = segment.depthRefUsd6
  observation.varianceWad = pool.varianceWad
  observation.navUsd6 = market.navUsd6
  evaluateTarget(observation, policy)
  observation.save()
  window.latestObservation = observation.id
}
