// Handles the markets of a chain that takes its vectors from home.

import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  MarketHalted,
  MarketOnFallback,
  MarketResumed,
  RemoteHeld,
  RemoteMarketSet,
  RemoteUpdated,
  ValueMoved,
} from '../../../build/subgraph/generated/RemoteParameters/RemoteParameters'
import {
  RemoteConfigVersion,
  RemoteHold,
  RemoteMarket,
  RemoteSwitch,
  RemoteUpdate,
  RemoteValueMove,
} from '../../../build/subgraph/generated/schema'
import { decodeLimits, nameStatus } from '../enums'
import { REMOTE_FIELDS, setNumbers } from '../fields'
import { factId } from '../ids'
import { toInt8 } from '../integers'
import { isSameVector, readAboveVector } from '../packing'
import { skipEvent } from '../skipFact'
import {
  FALLBACK_PART,
  NEW_VALUES_PART,
  OLD_VALUES_PART,
  savePackedVector,
  saveVector,
  setBounds,
  setOrigin,
  TARGET_PART,
} from '../versions'

// The words of RemoteUpdated.
const TARGET_AND_LIMITS: i32 = 0
const OLD_AND_MADE_AT: i32 = 1
const NEW_AND_MOVED_AT: i32 = 2

// The parts of a RemoteConfig.
const CONFIG_BOUNDS: i32 = 0
const CONFIG_FALLBACK: i32 = 1
const CONFIG_NUMBERS: i32 = 2

export function handleRemoteMarketSet(event: RemoteMarketSet): void {
  const id = event.params.marketId
  const config = saveConfig(event, id, event.params.newConfig)
  let market = RemoteMarket.load(id)
  if (market === null) {
    market = new RemoteMarket(id)
    market.addedBlockNumber = toInt8(event.block.number)
    market.addedAt = toInt8(event.block.timestamp)
    market.values = config.fallbackVector
    market.isHalted = false
    market.isOnFallback = false
    market.isAwaitingEvidence = true
    market.updateCount = 0
    market.confirmationCount = 0
    market.holdCount = 0
  } else if (market.madeAt == 0) {
    // Without evidence the first message steps from the fallback.
    market.values = config.fallbackVector
  }
  market.config = config.id
  if (market.madeAt != 0) market.expiresAt = market.madeAt + toInt8(config.maxAgeSec)
  market.save()
}

export function handleRemoteUpdated(event: RemoteUpdated): void {
  const market = loadMarket(event, 'RemoteUpdated', event.params.marketId)
  if (market === null) return
  const words = event.params.words
  const isConfirmed = isSameVector(words[OLD_AND_MADE_AT], words[NEW_AND_MOVED_AT])
  const newValues = savePackedVector(event, NEW_VALUES_PART, words[NEW_AND_MOVED_AT])
  const update = new RemoteUpdate(factId(event))
  update.kind = isConfirmed ? 'CONFIRMED' : 'UPDATED'
  update.market = market.id
  update.messenger = event.params.messenger
  update.homeConfig = event.params.homeConfig
  update.madeAt = toInt8(readAboveVector(words[OLD_AND_MADE_AT]))
  update.movedAt = toInt8(readAboveVector(words[NEW_AND_MOVED_AT]))
  update.target = savePackedVector(event, TARGET_PART, words[TARGET_AND_LIMITS])
  update.oldValues = isConfirmed
    ? newValues
    : savePackedVector(event, OLD_VALUES_PART, words[OLD_AND_MADE_AT])
  update.newValues = newValues
  update.limits = decodeLimits(readAboveVector(words[TARGET_AND_LIMITS]))
  update.config = market.config
  update.blockNumber = toInt8(event.block.number)
  update.blockAt = toInt8(event.block.timestamp)
  update.transactionHash = event.transaction.hash
  update.save()

  market.values = newValues
  if (update.movedAt != 0) market.movedAt = update.movedAt
  market.homeStatus = 'ACTIVE'
  market.homeConfig = update.homeConfig
  market.isAwaitingEvidence = false
  market.latestUpdate = update.id
  if (isConfirmed) market.confirmationCount = market.confirmationCount + 1
  else market.updateCount = market.updateCount + 1
  setMadeAt(market, update.madeAt)
  market.save()
}

export function handleRemoteHeld(event: RemoteHeld): void {
  const market = loadMarket(event, 'RemoteHeld', event.params.marketId)
  if (market === null) return
  const status = nameStatus(event.params.homeStatus)
  if (status === null) {
    skipEvent(event, 'RemoteHeld', 'status not known', market.id)
    return
  }
  const hold = new RemoteHold(factId(event))
  hold.market = market.id
  hold.messenger = event.params.messenger
  hold.homeStatus = status
  hold.madeAt = toInt8(event.params.madeAt)
  hold.blockNumber = toInt8(event.block.number)
  hold.blockAt = toInt8(event.block.timestamp)
  hold.transactionHash = event.transaction.hash
  hold.save()

  market.homeStatus = status
  market.holdCount = market.holdCount + 1
  market.isAwaitingEvidence = true
  setMadeAt(market, hold.madeAt)
  market.save()
}

export function handleValueMoved(event: ValueMoved): void {
  const market = loadMarket(event, 'ValueMoved', event.params.marketId)
  if (market === null) return
  const move = new RemoteValueMove(factId(event))
  move.market = market.id
  move.oldValues = saveVector(event, OLD_VALUES_PART, event.params.oldValues)
  move.newValues = saveVector(event, NEW_VALUES_PART, event.params.newValues)
  move.blockNumber = toInt8(event.block.number)
  move.blockAt = toInt8(event.block.timestamp)
  move.transactionHash = event.transaction.hash
  move.save()
  market.values = move.newValues
  market.save()
}

export function handleMarketHalted(event: MarketHalted): void {
  const market = loadMarket(event, 'MarketHalted', event.params.marketId)
  if (market === null) return
  market.isHalted = true
  market.save()
  saveSwitch(event, market.id, 'HALTED', event.params.account)
}

export function handleMarketOnFallback(event: MarketOnFallback): void {
  const market = loadMarket(event, 'MarketOnFallback', event.params.marketId)
  if (market === null) return
  market.isOnFallback = true
  market.save()
  saveSwitch(event, market.id, 'ON_FALLBACK', event.params.account)
}

export function handleMarketResumed(event: MarketResumed): void {
  const market = loadMarket(event, 'MarketResumed', event.params.marketId)
  if (market === null) return
  market.isHalted = false
  market.isOnFallback = false
  market.isAwaitingEvidence = true
  market.save()
  saveSwitch(event, market.id, 'RESUMED', event.params.account)
}

/** The market of an event; null, and a skipped fact, if there is none. */
function loadMarket(event: ethereum.Event, name: string, id: Bytes): RemoteMarket | null {
  const market = RemoteMarket.load(id)
  if (market === null) skipEvent(event, name, 'no such market', id)
  return market
}

function saveConfig(
  event: ethereum.Event,
  market: Bytes,
  tuple: ethereum.Tuple,
): RemoteConfigVersion {
  const version = new RemoteConfigVersion(factId(event))
  setOrigin(version, event, market)
  setBounds(version, event, tuple[CONFIG_BOUNDS].toTuple())
  version.fallbackVector = saveVector(event, FALLBACK_PART, tuple[CONFIG_FALLBACK].toTuple())
  setNumbers(version, REMOTE_FIELDS, tuple, CONFIG_NUMBERS)
  version.save()
  return version
}

function setMadeAt(market: RemoteMarket, madeAt: i64): void {
  market.madeAt = madeAt
  const config = RemoteConfigVersion.load(market.config)
  if (config !== null) market.expiresAt = madeAt + toInt8(config.maxAgeSec)
}

function saveSwitch(event: ethereum.Event, market: Bytes, kind: string, account: Bytes): void {
  const fact = new RemoteSwitch(factId(event))
  fact.kind = kind
  fact.market = market
  fact.account = account
  fact.blockNumber = toInt8(event.block.number)
  fact.blockAt = toInt8(event.block.timestamp)
  fact.transactionHash = event.transaction.hash
  fact.save()
}
