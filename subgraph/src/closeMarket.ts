// A market's segments, and its observations at their ends.

import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  HeaderSegment,
  Market,
  MarketPoint,
  MarketSegment,
  MarketWindow,
  PolicyVersion,
  Pool,
  PoolHour,
  PoolSegment,
  PoolState,
  SourceVersion,
} from '../../build/subgraph/generated/schema'
import { averageDepthUsd6, averageVarianceWad } from './averages'
import { computeDepthLevels, DepthLevels } from './depthLevels'
import { headerSegmentId, periodId } from './ids'
import { isZero, toInt8 } from './integers'
import { HOUR_SEC, isHourEnd, SEGMENT_SEC, SEGMENTS_PER_HOUR } from './periods'
import { computeDepthUsd6, computeNativePriceUsd6 } from './poolPrice'
import { ToldFigures } from './readTold'
import { SLOW_SEGMENTS, saveObservation } from './saveObservation'

/** Begins a market's window again: only segments from `nowAt` on count. */
export function restartWindow(window: MarketWindow, source: SourceVersion, nowAt: i64): void {
  window.sourceSetAt = nowAt
  window.segmentCount = 0
  window.depthRefUsd6 = source.startDepthRefUsd6
  window.hourCount = 0
  window.varianceWad = isZero(source.startVarianceWad) ? null : source.startVarianceWad
  window.baseFeesPerGas = []
  window.gasUsedRatiosPips = []
  window.nativePricesUsd6 = []
  window.depthsUsd6 = []
  window.latestSegment = null
  window.latestObservation = null
  window.save()
}

/** Closes a market's segments from the one that starts at `fromAt` on; those of headers and pools are closed. */
export function closeMarket(
  id: Bytes,
  source: SourceVersion,
  fromAt: i64,
  block: ethereum.Block,
): void {
  const market = Market.load(id)
  const window = MarketWindow.load(id)
  if (market === null || window === null) return
  const policy = PolicyVersion.load(market.policy)
  if (policy === null) return

  const nowAt = toInt8(block.timestamp)
  let levels: DepthLevels | null = null
  // What is told at the closing block is the same for all segments that it closes.
  const told = new ToldFigures(source, policy)
  let isClosed = false
  for (let startAt = fromAt; startAt + SEGMENT_SEC <= nowAt; startAt += SEGMENT_SEC) {
    if (startAt < window.sourceSetAt) continue
    const header = HeaderSegment.load(headerSegmentId(startAt))
    const pool = PoolSegment.load(periodId(startAt, source.pool))
    const nativePool = PoolSegment.load(periodId(startAt, source.nativePool))
    if (header === null || pool === null || nativePool === null) continue
    // Nothing from before the source is carried in.
    if (window.segmentCount == 0 && header.blockCount == 0) continue

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
    enterWindow(window, segment, source, header)
    segment.observationGap = findGap(window, told)
    segment.save()
    savePoint(segment)
    isClosed = true
    if (segment.observationGap === null) {
      saveObservation(market, window, segment, policy, told, block)
    }
  }
  if (isClosed) window.save()
}

/** Why there is no observation; null: there is one. The portfolio is asked only if nothing else is missing. */
function findGap(window: MarketWindow, told: ToldFigures): string | null {
  if (window.segmentCount < SLOW_SEGMENTS) return 'TOO_FEW_SEGMENTS'
  if (window.varianceWad === null) return 'NO_VARIANCE'
  return told.read()
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

function enterWindow(
  window: MarketWindow,
  segment: MarketSegment,
  source: SourceVersion,
  header: HeaderSegment,
): void {
  const ordinal = window.segmentCount + 1
  const ratioPips = source.hasGasLimit ? header.gasUsedRatioPips : BigInt.zero()
  window.segmentCount = ordinal
  window.depthRefUsd6 = averageDepthUsd6(
    window.depthRefUsd6,
    segment.depthUsd6,
    ordinal,
    source.startDepthRefUsd6,
  )
  window.baseFeesPerGas = append(window.baseFeesPerGas, header.baseFeePerGas)
  window.gasUsedRatiosPips = append(window.gasUsedRatiosPips, ratioPips)
  window.nativePricesUsd6 = append(window.nativePricesUsd6, segment.nativePriceUsd6)
  window.depthsUsd6 = append(window.depthsUsd6, segment.depthUsd6)
  window.latestSegment = segment.id
  if (ordinal > SEGMENTS_PER_HOUR) enterHour(window, segment.endAt, source)
  segment.ordinal = ordinal
  segment.depthRefUsd6 = window.depthRefUsd6
  segment.hourCount = window.hourCount
  segment.varianceWad = window.varianceWad
}

/** Takes up the hour that ends with a segment; its segments and the one before are the market's own. */
function enterHour(window: MarketWindow, endAt: i64, source: SourceVersion): void {
  if (!isHourEnd(endAt, source.segmentOffsetSec)) return
  const hour = PoolHour.load(periodId(endAt - HOUR_SEC, source.pool))
  if (hour === null) return
  const average = window.varianceWad
  window.hourCount = window.hourCount + 1
  window.varianceWad = averageVarianceWad(
    average === null ? BigInt.zero() : average,
    hour.varianceWad,
    window.hourCount,
    source.startVarianceWad,
  )
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
