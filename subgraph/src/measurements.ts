// What a contract of evidence keeps from one measurement to the next, and the updates that it measured for.

import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  EvidenceDifference,
  Market,
  Measurement,
  ParametersUpdate,
  ReportersVersion,
} from '../../build/subgraph/generated/schema'
import { factId } from './ids'
import { isZero, toInt, toInt8 } from './integers'
import { readBits, readSignedBits } from './packing'
import { SEGMENT_SEC } from './periods'
import { loadSource } from './registry'

// In the order of the contract's enum.
const KINDS: string[] = ['NONE', 'PROVEN', 'BOTH']
const FOR_NOTHING: string = 'NONE'

/** Records a measurement of one of the market's reporters. Whatever another contract says of the market is none. */
export function saveMeasurement(
  event: ethereum.Event,
  marketId: Bytes,
  kind: i32,
  state: BigInt[],
): void {
  const market = Market.load(marketId)
  const source = loadSource(marketId)
  if (market === null || source === null || kind >= KINDS.length) return
  const version = ReportersVersion.load(market.reporters)
  if (version === null || !version.reporters.includes(event.address)) return

  const measurement = new Measurement(factId(event))
  measurement.market = marketId
  measurement.reporter = event.address
  measurement.kind = KINDS[kind]
  measurement.blockNumber = toInt8(event.block.number)
  measurement.blockAt = toInt8(event.block.timestamp)
  measurement.transactionHash = event.transaction.hash
  measurement.sender = event.transaction.from
  setState(measurement, state, source.segmentOffsetSec)
  measurement.save()
  market.latestMeasurement = measurement.id
  market.save()
  linkEarlierUpdate(market, measurement)
}

/** Sets what an update of this event was measured for; SIGNED where nothing was. It is not the market's latest yet. */
export function setEvidence(update: ParametersUpdate, market: Market): void {
  update.evidenceKind = 'SIGNED'
  const id = market.latestMeasurement
  if (id === null) return
  const measurement = Measurement.load(id)
  if (measurement === null || !isFor(measurement, update) || isTaken(market, id)) return
  update.evidenceKind = measurement.kind
  update.measurement = measurement.id
}

/** The state's two words, the lowest bits first: contracts/interfaces/IProvenEvidence.sol, observation/proven. */
function setState(measurement: Measurement, state: BigInt[], offsetSec: i32): void {
  measurement.segmentEndAt = findEnd(readBits(state[0], 0, 28), offsetSec)
  measurement.firstSegmentEndAt = findEnd(readBits(state[0], 28, 28), offsetSec)
  measurement.tickSum = toInt8(readSignedBits(state[0], 56, 56))
  measurement.meanTickQ8 = toInt(readSignedBits(state[0], 112, 32))
  measurement.depthRefUsd6 = readBits(state[0], 144, 64)
  measurement.varianceWad = readBits(state[1], 0, 64)
  measurement.navUsd6 = readBits(state[1], 64, 64)
  measurement.latestBaseFeePerGas = readBits(state[1], 128, 48)
  const latestNumber = readBits(state[1], 176, 40)
  measurement.latestFeeBlockNumber = toInt8(latestNumber)
  measurement.curvaturePips = readBits(state[1], 216, 27)
  const distance = readBits(state[1], 243, 13)
  if (isZero(distance)) return
  measurement.earlierBaseFeePerGas = readBits(state[0], 208, 48)
  measurement.earlierFeeBlockNumber = toInt8(latestNumber.minus(distance))
}

function findEnd(segment: BigInt, offsetSec: i32): i64 {
  return toInt8(segment) * SEGMENT_SEC + offsetSec
}

/** A contract of evidence measures, then pushes, in one call; each measurement has one update. */
function isFor(measurement: Measurement, update: ParametersUpdate): bool {
  return (
    measurement.kind != FOR_NOTHING &&
    measurement.transactionHash.equals(update.transactionHash) &&
    measurement.id.toHexString() < update.id.toHexString()
  )
}

function isTaken(market: Market, measurement: Bytes): bool {
  const latest = loadLatestUpdate(market)
  if (latest === null) return false
  const taken = latest.measurement
  if (taken === null) return false
  return taken.equals(measurement)
}

function loadLatestUpdate(market: Market): ParametersUpdate | null {
  const id = market.latestUpdate
  if (id === null) return null
  return ParametersUpdate.load(id)
}

/** In the block that makes a contract a reporter, graph-node tells its events after all others. */
function linkEarlierUpdate(market: Market, measurement: Measurement): void {
  const update = loadLatestUpdate(market)
  if (update === null || update.measurement !== null || !isFor(measurement, update)) return
  update.evidenceKind = measurement.kind
  update.measurement = measurement.id
  update.save()
  const difference = EvidenceDifference.load(update.id)
  if (difference === null) return
  difference.evidenceKind = measurement.kind
  difference.save()
}
