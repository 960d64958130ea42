// The initialised ticks of a pool in buckets of 256, so that a segment's end needs three reads and not one a tick.

import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { TickBucket } from '../../build/subgraph/generated/schema'
import { indexId } from './ids'
import { isZero } from './integers'

const BUCKET_BITS: i32 = 8
const ID_OFFSET: i64 = 0x8000_0000

function bucketId(pool: Bytes, bucket: i32): Bytes {
  return indexId(pool, <i64>bucket + ID_OFFSET)
}

/** Adds to the net liquidity of a tick. A tick whose net becomes 0 is no longer in the map. */
export function addLiquidityNet(pool: Bytes, tick: i32, amount: BigInt): void {
  const bucket = tick >> BUCKET_BITS
  const id = bucketId(pool, bucket)
  let entity = TickBucket.load(id)
  if (entity === null) {
    entity = new TickBucket(id)
    entity.pool = pool
    entity.firstTick = bucket << BUCKET_BITS
    entity.ticks = []
    entity.liquidityNets = []
  }
  const ticks = entity.ticks
  const nets = entity.liquidityNets
  const place = findPlace(ticks, tick)
  if (place < ticks.length && ticks[place] == tick) {
    const net = nets[place].plus(amount)
    if (isZero(net)) {
      ticks.splice(place, 1)
      nets.splice(place, 1)
    } else {
      nets[place] = net
    }
  } else if (!isZero(amount)) {
    ticks.push(0)
    nets.push(amount)
    for (let i = ticks.length - 1; i > place; i--) {
      ticks[i] = ticks[i - 1]
      nets[i] = nets[i - 1]
    }
    ticks[place] = tick
    nets[place] = amount
  }
  entity.ticks = ticks
  entity.liquidityNets = nets
  entity.save()
}

function findPlace(ticks: i32[], tick: i32): i32 {
  let place = 0
  while (place < ticks.length && ticks[place] < tick) place++
  return place
}

/** Ticks in ascending order, and the net liquidity of each. */
export class TickRange {
  ticks: i32[] = []
  liquidityNets: BigInt[] = []
}

/** The initialised ticks from `lowTick` to `highTick`, both included. */
export function loadTicks(pool: Bytes, lowTick: i32, highTick: i32): TickRange {
  const range = new TickRange()
  const last = highTick >> BUCKET_BITS
  for (let bucket = lowTick >> BUCKET_BITS; bucket <= last; bucket++) {
    const entity = TickBucket.load(bucketId(pool, bucket))
    if (entity === null) continue
    const ticks = entity.ticks
    const nets = entity.liquidityNets
    for (let i = 0; i < ticks.length; i++) {
      if (ticks[i] < lowTick || ticks[i] > highTick) continue
      range.ticks.push(ticks[i])
      range.liquidityNets.push(nets[i])
    }
  }
  return range
}
