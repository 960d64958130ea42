// Header segments of each offset, from sums over all headers.

import { BigInt, ethereum } from '@graphprotocol/graph-ts'
import {
  HeaderOffset,
  HeaderPoint,
  HeaderSegment,
  HeaderState,
} from '../../build/subgraph/generated/schema'
import { headerOffsetId, headerSegmentId, singletonId } from './ids'
import { isZero, toInt8 } from './integers'
import { firstSegmentFrom, NEVER_AT, SEGMENT_SEC, segmentStart } from './periods'

const ONE_PIPS: i32 = 1_000_000

/** Loads or creates the sums over all headers; `nowAt` is the time of the block in which they are asked for. */
export function fetchHeaderState(nowAt: i64): HeaderState {
  const state = HeaderState.load(singletonId())
  if (state !== null) return state
  const created = new HeaderState(singletonId())
  created.offsetsSec = []
  created.dueAt = NEVER_AT
  created.latestAt = nowAt
  created.blockCount = 0
  created.baseFeeSumPerGas = BigInt.zero()
  created.gasUsedSum = BigInt.zero()
  created.gasLimitSum = BigInt.zero()
  keepEarlier(created)
  return created
}

/** Adds a block's header to the sums; what is due has to be closed before. */
export function addHeader(state: HeaderState, block: ethereum.Block): void {
  const nowAt = toInt8(block.timestamp)
  if (nowAt > state.latestAt) {
    state.latestAt = nowAt
    keepEarlier(state)
  }
  const baseFee = block.baseFeePerGas
  state.blockCount = state.blockCount + 1
  if (baseFee !== null) state.baseFeeSumPerGas = state.baseFeeSumPerGas.plus(baseFee)
  state.gasUsedSum = state.gasUsedSum.plus(block.gasUsed)
  state.gasLimitSum = state.gasLimitSum.plus(block.gasLimit)
}

function keepEarlier(state: HeaderState): void {
  state.earlierBlockCount = state.blockCount
  state.earlierBaseFeeSumPerGas = state.baseFeeSumPerGas
  state.earlierGasUsedSum = state.gasUsedSum
  state.earlierGasLimitSum = state.gasLimitSum
}

/** Begins segments at an offset with the block at `nowAt`, whose header is not counted yet. */
export function startHeaderOffset(state: HeaderState, offsetSec: i32, nowAt: i64): HeaderOffset {
  const offset = new HeaderOffset(headerOffsetId(offsetSec))
  offset.offsetSec = offsetSec
  offset.startAt = segmentStart(nowAt, offsetSec)
  offset.countsFromAt = firstSegmentFrom(nowAt, offsetSec)
  offset.segmentCount = 0
  offset.carriedBaseFeePerGas = BigInt.zero()
  offset.carriedGasUsedRatioPips = BigInt.zero()
  keepBoundary(offset, state)
  // Headers of the same second belong to a segment that begins with it.
  if (offset.startAt == nowAt && state.latestAt == nowAt) {
    offset.blockCount = state.earlierBlockCount
    offset.baseFeeSumPerGas = state.earlierBaseFeeSumPerGas
    offset.gasUsedSum = state.earlierGasUsedSum
    offset.gasLimitSum = state.earlierGasLimitSum
  }
  return offset
}

/** Closes all segments of an offset that end at `nowAt` or before. */
export function closeHeaderOffset(
  offset: HeaderOffset,
  state: HeaderState,
  nowAt: i64,
  blockNumber: i64,
): void {
  while (nowAt >= offset.startAt + SEGMENT_SEC) {
    const blockCount = state.blockCount - offset.blockCount
    if (blockCount > 0) setCarried(offset, state, blockCount)
    // The first segment has a block in it: what is carried forward is of a segment that counts.
    const hasFigures = blockCount > 0 || offset.segmentCount > 0
    if (hasFigures && offset.startAt >= offset.countsFromAt) {
      offset.segmentCount = offset.segmentCount + 1
      saveSegment(offset, <i32>blockCount, blockNumber)
    }
    offset.startAt = offset.startAt + SEGMENT_SEC
    keepBoundary(offset, state)
  }
}

function setCarried(offset: HeaderOffset, state: HeaderState, blockCount: i64): void {
  const baseFeeSum = state.baseFeeSumPerGas.minus(offset.baseFeeSumPerGas)
  const gasUsed = state.gasUsedSum.minus(offset.gasUsedSum)
  const gasLimit = state.gasLimitSum.minus(offset.gasLimitSum)
  offset.carriedBaseFeePerGas = baseFeeSum.div(BigInt.fromI64(blockCount))
  offset.carriedGasUsedRatioPips = isZero(gasLimit)
    ? BigInt.zero()
    : gasUsed.times(BigInt.fromI32(ONE_PIPS)).div(gasLimit)
}

function keepBoundary(offset: HeaderOffset, state: HeaderState): void {
  offset.blockCount = state.blockCount
  offset.baseFeeSumPerGas = state.baseFeeSumPerGas
  offset.gasUsedSum = state.gasUsedSum
  offset.gasLimitSum = state.gasLimitSum
}

function saveSegment(offset: HeaderOffset, blockCount: i32, blockNumber: i64): void {
  const segment = new HeaderSegment(headerSegmentId(offset.startAt))
  segment.offsetSec = offset.offsetSec
  segment.startAt = offset.startAt
  segment.endAt = offset.startAt + SEGMENT_SEC
  segment.blockCount = blockCount
  segment.baseFeePerGas = offset.carriedBaseFeePerGas
  segment.gasUsedRatioPips = offset.carriedGasUsedRatioPips
  segment.closedBlockNumber = blockNumber
  segment.save()

  const point = new HeaderPoint(0)
  point.headerOffset = offset.id
  point.baseFeePerGas = segment.baseFeePerGas
  point.gasUsedRatioPips = segment.gasUsedRatioPips
  point.save()
}
