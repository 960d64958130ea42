// Closes what is due at a block: header segments, then pools, then markets.
//
// It runs before anything of the block counts: in the first handler of the block that could change a state or a
// market, at the latest in the block handler.

import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  HeaderPoint,
  HeaderSegment,
  HeaderState,
  MarketWindow,
  Pool,
  PoolState,
} from '../../build/subgraph/generated/schema'
import { closeMarket, restartWindow } from './closeMarket'
import { closePool, isPoolDue, restartPool } from './closePool'
import { headerSegmentId, singletonId } from './ids'
import { isZero, toInt8 } from './integers'
import { MAX_GAP_SEC, SEGMENT_SEC, segmentStart } from './periods'
import { fetchRegistry } from './registry'
import { skipClosing } from './skipFact'

const ONE_PIPS: i32 = 1_000_000

/** Closes every segment that ends at the block's timestamp or before, if that was not done yet in this block. */
export function closeSegments(block: ethereum.Block): void {
  const header = HeaderState.load(singletonId())
  if (header !== null && isHeaderDue(header, block)) closeAll(header, block)
}

/** Counts the block's header, after closing what is due. */
export function countHeader(block: ethereum.Block): void {
  let header = HeaderState.load(singletonId())
  if (header === null) {
    header = createHeaderState(toInt8(block.timestamp))
    closePools(block)
  } else if (isHeaderDue(header, block)) {
    closeAll(header, block)
  }
  const baseFee = block.baseFeePerGas
  header.blockCount = header.blockCount + 1
  if (baseFee !== null) header.baseFeeSumPerGas = header.baseFeeSumPerGas.plus(baseFee)
  header.gasUsedSum = header.gasUsedSum.plus(block.gasUsed)
  header.gasLimitSum = header.gasLimitSum.plus(block.gasLimit)
  header.save()
}

/** Closes one pool where no header was indexed yet; with headers, everything. Returns whether anything was due. */
export function closeDuePool(state: PoolState, block: ethereum.Block): bool {
  const nowAt = toInt8(block.timestamp)
  if (!isPoolDue(state, nowAt)) return false
  const header = HeaderState.load(singletonId())
  if (header !== null && isHeaderDue(header, block)) {
    closeAll(header, block)
  } else {
    closeTrackedPool(state.id, block)
  }
  return true
}

function isHeaderDue(header: HeaderState, block: ethereum.Block): bool {
  return toInt8(block.timestamp) >= header.startAt + SEGMENT_SEC
}

function createHeaderState(nowAt: i64): HeaderState {
  const header = new HeaderState(singletonId())
  header.firstAt = nowAt
  header.carriedBaseFeePerGas = BigInt.zero()
  header.carriedGasUsedRatioPips = BigInt.zero()
  startSegment(header, segmentStart(nowAt))
  return header
}

function startSegment(header: HeaderState, startAt: i64): void {
  header.startAt = startAt
  header.blockCount = 0
  header.baseFeeSumPerGas = BigInt.zero()
  header.gasUsedSum = BigInt.zero()
  header.gasLimitSum = BigInt.zero()
}

function closeAll(header: HeaderState, block: ethereum.Block): void {
  const nowAt = toInt8(block.timestamp)
  const fromAt = header.startAt
  closePools(block)
  if (nowAt - fromAt > MAX_GAP_SEC) {
    skipClosing(block, 'no block for too long: segments begin again', singletonId())
    header.firstAt = nowAt
    startSegment(header, segmentStart(nowAt))
    restartWindows(nowAt)
  } else {
    closeHeaders(header, block)
    const markets = fetchRegistry().markets
    for (let i = 0; i < markets.length; i++) closeMarket(markets[i], fromAt, block)
  }
  header.save()
}

function closeHeaders(header: HeaderState, block: ethereum.Block): void {
  while (isHeaderDue(header, block)) {
    const count = header.blockCount
    if (count > 0) {
      const gasLimit = header.gasLimitSum
      header.carriedBaseFeePerGas = header.baseFeeSumPerGas.div(BigInt.fromI32(count))
      header.carriedGasUsedRatioPips = isZero(gasLimit)
        ? BigInt.zero()
        : header.gasUsedSum.times(BigInt.fromI32(ONE_PIPS)).div(gasLimit)
    }
    const startAt = header.startAt
    if (startAt >= header.firstAt) saveSegment(header, toInt8(block.number))
    startSegment(header, startAt + SEGMENT_SEC)
  }
}

function saveSegment(header: HeaderState, blockNumber: i64): void {
  const segment = new HeaderSegment(headerSegmentId(header.startAt))
  segment.startAt = header.startAt
  segment.endAt = header.startAt + SEGMENT_SEC
  segment.blockCount = header.blockCount
  segment.baseFeePerGas = header.carriedBaseFeePerGas
  segment.gasUsedRatioPips = header.carriedGasUsedRatioPips
  segment.closedBlockNumber = blockNumber
  segment.save()

  const point = new HeaderPoint(0)
  point.baseFeePerGas = segment.baseFeePerGas
  point.gasUsedRatioPips = segment.gasUsedRatioPips
  point.save()
}

function closePools(block: ethereum.Block): void {
  const pools = fetchRegistry().pools
  for (let i = 0; i < pools.length; i++) closeTrackedPool(pools[i], block)
}

function closeTrackedPool(id: Bytes, block: ethereum.Block): void {
  const pool = Pool.load(id)
  const state = PoolState.load(id)
  const nowAt = toInt8(block.timestamp)
  if (pool === null || state === null || !isPoolDue(state, nowAt)) return
  if (nowAt - segmentStart(state.accumulatedAt) > MAX_GAP_SEC) {
    skipClosing(block, 'no event and no block for too long: segments begin again', id)
    restartPool(pool, state, nowAt)
  } else {
    closePool(pool, state, nowAt, toInt8(block.number))
  }
  pool.save()
}

function restartWindows(nowAt: i64): void {
  const markets = fetchRegistry().markets
  for (let i = 0; i < markets.length; i++) {
    const window = MarketWindow.load(markets[i])
    if (window !== null) restartWindow(window, nowAt)
  }
}
