// Closes what is due at a block: pools, then header segments, then markets.
//
// It runs before anything of the block counts: in the first handler of the block that could change a state or a
// market, at the latest in the block handler.

import { ethereum } from '@graphprotocol/graph-ts'
import {
  HeaderOffset,
  HeaderState,
  MarketWindow,
  Pool,
  PoolState,
} from '../../build/subgraph/generated/schema'
import { addHeader, closeHeaderOffset, fetchHeaderState, startHeaderOffset } from './closeHeaders'
import { closeMarket, restartWindow } from './closeMarket'
import { closePool } from './closePool'
import { headerOffsetId, singletonId } from './ids'
import { toInt8 } from './integers'
import { MAX_GAP_SEC, NEVER_AT, SEGMENT_SEC } from './periods'
import { fetchRegistry, loadSource } from './registry'
import { skipClosing } from './skipFact'

/** Closes every segment that ends at the block's timestamp or before, if that was not done yet in this block. */
export function closeSegments(block: ethereum.Block): void {
  const state = HeaderState.load(singletonId())
  if (state === null || toInt8(block.timestamp) < state.dueAt) return
  closeAll(state, block)
  state.save()
}

/** Counts the block's header, after closing what is due. */
export function countHeader(block: ethereum.Block): void {
  const nowAt = toInt8(block.timestamp)
  const state = fetchHeaderState(nowAt)
  if (nowAt >= state.dueAt) closeAll(state, block)
  addHeader(state, block)
  state.save()
}

/** Closes what is due if a segment of the pool is; header segments end together with it. Returns whether it was. */
export function closeDuePool(pool: PoolState, block: ethereum.Block): bool {
  if (toInt8(block.timestamp) < pool.dueAt) return false
  closeSegments(block)
  return true
}

function closeAll(state: HeaderState, block: ethereum.Block): void {
  closePools(block)
  const nowAt = toInt8(block.timestamp)
  const offsetsSec = state.offsetsSec
  let dueAt = NEVER_AT
  for (let i = 0; i < offsetsSec.length; i++) {
    let offset = HeaderOffset.load(headerOffsetId(offsetsSec[i]))
    if (offset === null) continue
    const fromAt = offset.startAt
    if (nowAt - fromAt > MAX_GAP_SEC) {
      const reason = 'no block for too long: segments begin again'
      skipClosing(block, reason, headerOffsetId(offsetsSec[i]))
      offset = startHeaderOffset(state, offsetsSec[i], nowAt)
      restartWindows(offsetsSec[i], nowAt)
    } else if (nowAt >= fromAt + SEGMENT_SEC) {
      closeHeaderOffset(offset, state, nowAt, toInt8(block.number))
      closeMarkets(offsetsSec[i], fromAt, block)
    }
    offset.save()
    dueAt = min<i64>(dueAt, offset.startAt + SEGMENT_SEC)
  }
  state.dueAt = dueAt
}

function closePools(block: ethereum.Block): void {
  const nowAt = toInt8(block.timestamp)
  const pools = fetchRegistry().pools
  for (let i = 0; i < pools.length; i++) {
    const pool = Pool.load(pools[i])
    const state = PoolState.load(pools[i])
    if (pool !== null && state !== null && nowAt >= state.dueAt) closePool(pool, state, block)
  }
}

function closeMarkets(offsetSec: i32, fromAt: i64, block: ethereum.Block): void {
  const markets = fetchRegistry().markets
  for (let i = 0; i < markets.length; i++) {
    const source = loadSource(markets[i])
    if (source === null || source.segmentOffsetSec != offsetSec) continue
    closeMarket(markets[i], source, fromAt, block)
  }
}

function restartWindows(offsetSec: i32, nowAt: i64): void {
  const markets = fetchRegistry().markets
  for (let i = 0; i < markets.length; i++) {
    const window = MarketWindow.load(markets[i])
    const source = loadSource(markets[i])
    if (window === null || source === null || source.segmentOffsetSec != offsetSec) continue
    restartWindow(window, source, nowAt)
  }
}
