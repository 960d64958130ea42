// Reports that were taken or refused.

import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  FreshnessVersion,
  Market,
  ParametersUpdate,
  PolicyVersion,
  PushFailure,
} from '../../build/subgraph/generated/schema'
import { OBSERVATION_FIELDS, setNumbers, VECTOR_FIELDS } from './fields'
import { factId } from './ids'
import { toInt8 } from './integers'
import { nameRefusal } from './nameRefusal'
import { saveVector, TARGET_PART } from './versions'

// In the order of the contract's enum.
const LIMITS: string[] = ['NONE', 'STEP', 'BUDGET', 'COOLDOWN', 'MIN', 'MAX']

// Updated and Confirmed agree in these; `limits` is the last parameter of both.
const EPOCH: i32 = 1
const BLOCK_NUMBER: i32 = 2
const OBSERVATION: i32 = 3
const TARGET: i32 = 4

/** Records an Updated or Confirmed event, and what it makes of its market. */
export function saveUpdate(
  event: ethereum.Event,
  market: Market,
  oldValues: Bytes,
  newValues: Bytes,
): void {
  const params = event.parameters
  const epoch = params[EPOCH].value.toBigInt()
  const nowAt = toInt8(event.block.timestamp)
  const isConfirmed = oldValues.equals(newValues)

  const update = new ParametersUpdate(factId(event))
  update.kind = isConfirmed ? 'CONFIRMED' : 'UPDATED'
  update.market = market.id
  update.epoch = toInt8(epoch)
  update.observedBlockNumber = toInt8(params[BLOCK_NUMBER].value.toBigInt())
  update.blockNumber = toInt8(event.block.number)
  update.blockAt = nowAt
  update.transactionHash = event.transaction.hash
  update.sender = event.transaction.from
  setNumbers(update, OBSERVATION_FIELDS, params[OBSERVATION].value.toTuple())
  update.target = saveVector(event, TARGET_PART, params[TARGET].value.toTuple())
  update.oldValues = oldValues
  update.newValues = newValues
  update.limits = decodeLimits(params[params.length - 1].value.toBigInt())
  update.policy = market.policy
  update.bounds = market.bounds
  update.save()

  market.values = newValues
  market.epoch = update.epoch
  market.navUsd6 = update.navUsd6
  market.navBlockNumber = update.blockNumber
  market.latestUpdate = update.id
  if (isConfirmed) market.confirmationCount = market.confirmationCount + 1
  else market.updateCount = market.updateCount + 1
  setFreshness(market, update.epoch, nowAt)
  market.save()
}

/** Records a refused item of a batch. */
export function savePushFailure(
  event: ethereum.Event,
  marketId: Bytes,
  epoch: BigInt,
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
  failure.epoch = epoch
  failure.refusal = refusal
  failure.refusalName = nameRefusal(refusal)
  failure.blockNumber = toInt8(event.block.number)
  failure.blockAt = toInt8(event.block.timestamp)
  failure.transactionHash = event.transaction.hash
  failure.sender = event.transaction.from
  failure.save()
}

/** The latest time at which the evidence can have been taken, as the contract has it: now, or the epoch's last second. */
function setFreshness(market: Market, epoch: i64, nowAt: i64): void {
  const policy = PolicyVersion.load(market.policy)
  const freshness = FreshnessVersion.load(market.freshness)
  if (policy === null || freshness === null) return
  const epochSec = toInt8(policy.epochSec)
  const isOver = epochSec > 0 && epoch < nowAt / epochSec
  market.observedAt = isOver ? (epoch + 1) * epochSec - 1 : nowAt
  market.expiresAt = market.observedAt + toInt8(freshness.maxAgeSec)
}

/** What was binding for each parameter: 4 bits each, the first parameter lowest. */
function decodeLimits(limits: BigInt): string[] {
  const word = toInt8(limits)
  const names: string[] = []
  for (let i = 0; i < VECTOR_FIELDS.length; i++) {
    const limit = <i32>((word >> (i << 2)) & 15)
    names.push(limit < LIMITS.length ? LIMITS[limit] : 'OTHER')
  }
  return names
}
