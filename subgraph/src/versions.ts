// Versions of a market's voted settings, one for each vote. The version's id is that of the event.

import { BigInt, Bytes, Entity, ethereum, Value } from '@graphprotocol/graph-ts'
import {
  BoundsVersion,
  FallbackVersion,
  FreshnessVersion,
  ModelVersion,
  ParameterVector,
  PolicyVersion,
  ReportersVersion,
  SourceVersion,
} from '../../build/subgraph/generated/schema'
import {
  BOUNDS_FIELDS,
  BOUNDS_VECTORS,
  FRESHNESS_FIELDS,
  POLICY_FIELDS,
  setNumbers,
  VECTOR_FIELDS,
} from './fields'
import { factId, partId } from './ids'
import { toInt8 } from './integers'
import { setPacked, VECTOR_BITS } from './packing'

// The parts of an event's id that its vectors have; bounds take 0 to 4.
export const FALLBACK_PART: i32 = 5
export const TARGET_PART: i32 = 6
export const OLD_VALUES_PART: i32 = 7
export const NEW_VALUES_PART: i32 = 8

/** Saves a vector of an event and returns its id. */
export function saveVector(event: ethereum.Event, part: i32, tuple: ethereum.Tuple): Bytes {
  const vector = new ParameterVector(partId(factId(event), part))
  setNumbers(vector, VECTOR_FIELDS, tuple)
  vector.save()
  return vector.id
}

/** Saves the vector in the lowest bits of a word of an event and returns its id. */
export function savePackedVector(event: ethereum.Event, part: i32, word: BigInt): Bytes {
  const vector = new ParameterVector(partId(factId(event), part))
  setPacked(vector, VECTOR_FIELDS, VECTOR_BITS, word)
  vector.save()
  return vector.id
}

export function savePolicy(event: ethereum.Event, market: Bytes, tuple: ethereum.Tuple): Bytes {
  const version = new PolicyVersion(factId(event))
  setOrigin(version, event, market)
  setNumbers(version, POLICY_FIELDS, tuple)
  version.save()
  return version.id
}

export function saveBounds(event: ethereum.Event, market: Bytes, tuple: ethereum.Tuple): Bytes {
  const version = new BoundsVersion(factId(event))
  setOrigin(version, event, market)
  setBounds(version, event, tuple)
  version.save()
  return version.id
}

/** Saves the vectors of bounds, and sets an entity's fields to them. */
export function setBounds(version: Entity, event: ethereum.Event, tuple: ethereum.Tuple): void {
  const vectors = BOUNDS_VECTORS.length
  for (let i = 0; i < vectors; i++) {
    const vector = saveVector(event, i, tuple[i].toTuple())
    version.set(BOUNDS_VECTORS[i], Value.fromBytes(vector))
  }
  setNumbers(version, BOUNDS_FIELDS, tuple, vectors)
}

export function saveFallback(
  event: ethereum.Event,
  market: Bytes,
  tuple: ethereum.Tuple,
): FallbackVersion {
  const version = new FallbackVersion(factId(event))
  setOrigin(version, event, market)
  version.values = saveVector(event, FALLBACK_PART, tuple)
  version.save()
  return version
}

export function saveFreshness(event: ethereum.Event, market: Bytes, tuple: ethereum.Tuple): Bytes {
  const version = new FreshnessVersion(factId(event))
  setOrigin(version, event, market)
  setNumbers(version, FRESHNESS_FIELDS, tuple)
  version.save()
  return version.id
}

export function saveReporters(
  event: ethereum.Event,
  market: Bytes,
  reporters: Bytes[],
  threshold: BigInt,
): Bytes {
  const version = new ReportersVersion(factId(event))
  setOrigin(version, event, market)
  version.reporters = reporters
  version.threshold = threshold
  version.save()
  return version.id
}

export function saveSource(
  event: ethereum.Event,
  market: Bytes,
  tuple: ethereum.Tuple,
): SourceVersion {
  const version = new SourceVersion(factId(event))
  setOrigin(version, event, market)
  version.pool = tuple[0].toAddress()
  version.nativePool = tuple[1].toAddress()
  version.portfolio = tuple[2].toAddress()
  version.gasPriceOracle = tuple[3].toAddress()
  version.isQuoteToken0 = tuple[4].toBoolean()
  version.quoteDecimals = tuple[5].toI32()
  version.isNativeToken0 = tuple[6].toBoolean()
  version.nativeQuoteDecimals = tuple[7].toI32()
  version.hasGasLimit = tuple[8].toBoolean()
  version.segmentOffsetSec = tuple[9].toI32()
  version.startVarianceWad = tuple[10].toBigInt()
  version.startDepthRefUsd6 = tuple[11].toBigInt()
  version.priceFeed = tuple[12].toAddress()
  version.maxPriceDeviationPips = tuple[13].toBigInt()
  version.save()
  return version
}

export function saveModel(
  event: ethereum.Event,
  market: Bytes,
  model: Bytes,
  coreHash: Bytes,
): Bytes {
  const version = new ModelVersion(factId(event))
  setOrigin(version, event, market)
  version.model = model
  version.coreHash = coreHash
  version.save()
  return version.id
}

/** Sets where a version comes from, and its market. */
export function setOrigin(version: Entity, event: ethereum.Event, market: Bytes): void {
  version.set('market', Value.fromBytes(market))
  version.set('fromBlockNumber', Value.fromI64(toInt8(event.block.number)))
  version.set('fromAt', Value.fromI64(toInt8(event.block.timestamp)))
  version.set('transactionHash', Value.fromBytes(event.transaction.hash))
}
