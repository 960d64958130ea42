// Ids: big-endian, so that their order is the order of the chain and `id_gt` pages through it.

import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { toInt8 } from './integers'

const BLOCK_BYTES: i32 = 8
const INDEX_BYTES: i32 = 4
const NUMBER_BYTES: i32 = 32

/** The id of an entity of which there is one. */
export function singletonId(): Bytes {
  return new Bytes(1)
}

/** Block number (8 bytes), log index (4 bytes). */
export function factId(event: ethereum.Event): Bytes {
  return logId(event, toInt8(event.logIndex))
}

/** The id of the fact that stands before this one in the block. */
export function previousFactId(event: ethereum.Event): Bytes {
  return logId(event, toInt8(event.logIndex) - 1)
}

function logId(event: ethereum.Event, logIndex: i64): Bytes {
  const id = new Bytes(BLOCK_BYTES + INDEX_BYTES)
  setBigEndian(id, 0, BLOCK_BYTES, toInt8(event.block.number))
  setBigEndian(id, BLOCK_BYTES, INDEX_BYTES, logIndex)
  return id
}

/** Start of a segment or an hour (8 bytes), then what the figure belongs to. */
export function periodId(startAt: i64, owner: Bytes): Bytes {
  const id = new Bytes(BLOCK_BYTES + owner.length)
  setBigEndian(id, 0, BLOCK_BYTES, startAt)
  id.set(owner, BLOCK_BYTES)
  return id
}

/** Start of a segment (8 bytes). */
export function headerSegmentId(startAt: i64): Bytes {
  return periodId(startAt, new Bytes(0))
}

/** The id of what belongs to an offset, 0 ... 119. */
export function headerOffsetId(offsetSec: i32): Bytes {
  return offsetId(new Bytes(0), offsetSec)
}

/** A pool's address, then an offset of its segments (1 byte). */
export function offsetId(pool: Bytes, offsetSec: i32): Bytes {
  return appendBigEndian(pool, offsetSec, 1)
}

/** An id, then the part of it (1 byte). */
export function partId(id: Bytes, part: i32): Bytes {
  return appendBigEndian(id, part, 1)
}

/** An id, then an index in it (4 bytes). */
export function indexId(id: Bytes, index: i64): Bytes {
  return appendBigEndian(id, index, INDEX_BYTES)
}

/** A number from 0 to 2^256 - 1 in 32 bytes. */
export function numberId(number: BigInt): Bytes {
  const id = new Bytes(NUMBER_BYTES)
  const length = number.length < NUMBER_BYTES ? number.length : NUMBER_BYTES
  for (let i = 0; i < length; i++) id[NUMBER_BYTES - 1 - i] = number[i]
  return id
}

/** A messenger's address, then the id that it tells: two bridges may bring the same under the same id. */
export function messageId(messenger: Bytes, told: Bytes): Bytes {
  return messenger.concat(told)
}

/** Chain for which a record was voted (8 bytes), then its nonce (8 bytes). */
export function recordId(chainId: i64, nonce: i64): Bytes {
  return appendBigEndian(appendBigEndian(new Bytes(0), chainId, BLOCK_BYTES), nonce, BLOCK_BYTES)
}

function appendBigEndian(id: Bytes, value: i64, length: i32): Bytes {
  const appended = new Bytes(id.length + length)
  appended.set(id, 0)
  setBigEndian(appended, id.length, length, value)
  return appended
}

function setBigEndian(bytes: Bytes, offset: i32, length: i32, value: i64): void {
  for (let i = 0; i < length; i++) {
    bytes[offset + length - 1 - i] = <u8>(value >> (i << 3))
  }
}
