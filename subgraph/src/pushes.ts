// Reports that were taken or refused.

import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  FreshnessVersion,
  Market,
  ParametersUpdate,
  PushFailure,
} from '../../build/subgraph/generated/schema'
import { compareEvidence } from './compareEvidence'
import { decodeLimits } from './enums'
import { factId } from './ids'
import { toInt8 } from './integers'
import { setEvidence } from './measurements'
import { nameRefusal } from './nameRefusal'
import {
  FIRST_BITS,
  FIRST_FIELDS,
  isSameVector,
  readAboveVector,
  SECOND_BITS,
  SECOND_FIELDS,
  setPacked,
} from './packing'
import { NEW_VALUES_PART, OLD_VALUES_PART, savePackedVector, TARGET_PART } from './versions'

// The words of Updated.
const FIRST_EVIDENCE: i32 = 0
const SECOND_EVIDENCE: i32 = 1
const TARGET_AND_LIMITS: i32 = 2
const OLD_AND_TIME: i32 = 3
const NEW_AND_BLOCK: i32 = 4

/** Records an Updated event, and what it makes of its market. */
export function saveUpdate(event: ethereum.Event, market: Market, words: BigInt[]): void {
  const isConfirmed = isSameVector(words[OLD_AND_TIME], words[NEW_AND_BLOCK])
  const newValues = savePackedVector(event, NEW_VALUES_PART, words[NEW_AND_BLOCK])
  const oldValues = isConfirmed
    ? newValues
    : savePackedVector(event, OLD_VALUES_PART, words[OLD_AND_TIME])

  const update = new ParametersUpdate(factId(event))
  update.kind = isConfirmed ? 'CONFIRMED' : 'UPDATED'
  update.market = market.id
  update.observedAt = toInt8(readAboveVector(words[OLD_AND_TIME]))
  update.observedBlockNumber = toInt8(readAboveVector(words[NEW_AND_BLOCK]))
  update.blockNumber = toInt8(event.block.number)
  update.blockAt = toInt8(event.block.timestamp)
  update.transactionHash = event.transaction.hash
  update.sender = event.transaction.from
  setPacked(update, FIRST_FIELDS, FIRST_BITS, words[FIRST_EVIDENCE])
  setPacked(update, SECOND_FIELDS, SECOND_BITS, words[SECOND_EVIDENCE])
  update.target = savePackedVector(event, TARGET_PART, words[TARGET_AND_LIMITS])
  update.oldValues = oldValues
  update.newValues = newValues
  update.limits = decodeLimits(readAboveVector(words[TARGET_AND_LIMITS]))
  update.policy = market.policy
  update.bounds = market.bounds
  setEvidence(update, market)
  compareEvidence(update, market)
  update.save()

  market.values = newValues
  market.isAwaitingEvidence = false
  market.latestUpdate = update.id
  if (isConfirmed) market.confirmationCount = market.confirmationCount + 1
  else market.updateCount = market.updateCount + 1
  market.observedAt = update.observedAt
  const freshness = FreshnessVersion.load(market.freshness)
  if (freshness !== null) market.expiresAt = update.observedAt + toInt8(freshness.maxAgeSec)
  market.save()
}

/** Records a refused item of a batch. */
export function savePushFailure(
  event: ethereum.Event,
  marketId: Bytes,
  observedAt: BigInt,
  refusal: Bytes,
): void {
  const market = Market.load(marketId)
  const failure = new PushFailure(factId(event))
  if (market !== null) {
    failure.market = market.id
    market.failureCount = market.failureCount + 1
    market.save()
  }
  failure.marketId = marketId
  failure.observedAt = toInt8(observedAt)
  failure.refusal = refusal
  failure.refusalName = nameRefusal(refusal)
  failure.blockNumber = toInt8(event.block.number)
  failure.blockAt = toInt8(event.block.timestamp)
  failure.transactionHash = event.transaction.hash
  failure.sender = event.transaction.from
  failure.save()
}
