// Follows what the markets' sources name: offsets of segments, pools, portfolios.

import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { HeaderOffset, Pool, PoolState, SourceVersion } from '../../build/subgraph/generated/schema'
import { fetchHeaderState, startHeaderOffset } from './closeHeaders'
import { setBounds, startPoolOffset } from './closePool'
import { headerOffsetId } from './ids'
import { toInt8 } from './integers'
import { NEVER_AT, SEGMENT_SEC } from './periods'
import { fetchRegistry, loadSource } from './registry'
import { isZeroAddress, trackPool, trackVault } from './trackPool'

/** Begins in this block what a source newly asks for, and ends what none asks for any more. Everything due is closed. */
export function followSources(block: ethereum.Block): void {
  const sources = loadSources()
  const nowAt = toInt8(block.timestamp)
  followHeaders(sources, nowAt)
  for (let i = 0; i < sources.length; i++) {
    trackPool(sources[i].pool)
    trackPool(sources[i].nativePool)
    trackVault(sources[i].portfolio, sources[i].quoteDecimals)
  }
  const pools = fetchRegistry().pools
  for (let i = 0; i < pools.length; i++) followPool(pools[i], sources, nowAt)
}

function loadSources(): SourceVersion[] {
  const sources: SourceVersion[] = []
  const markets = fetchRegistry().markets
  for (let i = 0; i < markets.length; i++) {
    const source = loadSource(markets[i])
    if (source !== null) sources.push(source)
  }
  return sources
}

function followHeaders(sources: SourceVersion[], nowAt: i64): void {
  const state = fetchHeaderState(nowAt)
  const oldSec = state.offsetsSec
  const newSec: i32[] = []
  let dueAt = NEVER_AT
  for (let i = 0; i < sources.length; i++) {
    const offsetSec = sources[i].segmentOffsetSec
    if (isZeroAddress(sources[i].pool) || newSec.includes(offsetSec)) continue
    newSec.push(offsetSec)
    let offset = oldSec.includes(offsetSec) ? HeaderOffset.load(headerOffsetId(offsetSec)) : null
    if (offset === null) {
      offset = startHeaderOffset(state, offsetSec, nowAt)
      offset.save()
    }
    dueAt = min<i64>(dueAt, offset.startAt + SEGMENT_SEC)
  }
  state.offsetsSec = newSec
  state.dueAt = dueAt
  state.save()
}

function followPool(id: Bytes, sources: SourceVersion[], nowAt: i64): void {
  const pool = Pool.load(id)
  if (pool === null) return
  const state = PoolState.load(id)
  const oldSec = pool.offsetsSec
  const newSec: i32[] = []
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i]
    const offsetSec = source.segmentOffsetSec
    const isNamed = source.pool.equals(id) || source.nativePool.equals(id)
    if (!isNamed || isZeroAddress(source.pool) || newSec.includes(offsetSec)) continue
    newSec.push(offsetSec)
    if (state !== null && !oldSec.includes(offsetSec)) startPoolOffset(state, offsetSec, nowAt)
  }
  pool.offsetsSec = newSec
  pool.save()
  if (state === null) return
  setBounds(pool, state)
  state.save()
}
