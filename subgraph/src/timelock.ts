// Handles the timelock's operations and their results.

import { Value } from '@graphprotocol/graph-ts'
import { TimelockCall, TimelockOperation } from '../../build/subgraph/generated/schema'
import {
  CallExecuted,
  CallScheduled,
  Cancelled,
  MinDelayChange,
} from '../../build/subgraph/generated/Timelock/Timelock'
import { factId } from './ids'
import { toInt, toInt8 } from './integers'
import { contextAddress, fetchGovernor, saveSetting } from './settings'
import { skipEvent } from './skipFact'

export function handleCallScheduled(event: CallScheduled): void {
  const id = event.params.id
  const nowAt = toInt8(event.block.timestamp)
  let operation = TimelockOperation.load(id)
  if (operation === null) {
    operation = new TimelockOperation(id)
    operation.callCount = 0
  }
  // An operation that was canceled may be scheduled again.
  operation.state = 'SCHEDULED'
  operation.scheduledBlockNumber = toInt8(event.block.number)
  operation.scheduledAt = nowAt
  operation.readyAt = nowAt + clampDelay(toInt8(event.params.delay))
  operation.scheduledTransactionHash = event.transaction.hash
  operation.callCount = max<i32>(operation.callCount, toInt(event.params.index) + 1)
  operation.save()

  const call = new TimelockCall(id.concat(factId(event)))
  call.operation = id
  call.index = toInt(event.params.index)
  call.target = event.params.target
  call.valueWei = event.params.value
  call.callData = event.params.data
  call.save()

  const address = contextAddress('governor')
  if (address === null) return
  const governor = fetchGovernor(address)
  governor.latestOperation = id
  governor.save()
}

export function handleCallExecuted(event: CallExecuted): void {
  const operation = TimelockOperation.load(event.params.id)
  if (operation === null) {
    skipEvent(event, 'CallExecuted', 'no such operation', event.params.id)
    return
  }
  operation.state = 'EXECUTED'
  operation.executedAt = toInt8(event.block.timestamp)
  operation.save()
}

export function handleCancelled(event: Cancelled): void {
  const operation = TimelockOperation.load(event.params.id)
  if (operation === null) {
    skipEvent(event, 'Cancelled', 'no such operation', event.params.id)
    return
  }
  operation.state = 'CANCELED'
  operation.canceledAt = toInt8(event.block.timestamp)
  operation.save()
}

export function handleMinDelayChange(event: MinDelayChange): void {
  const address = contextAddress('governor')
  if (address === null) {
    skipEvent(event, 'MinDelayChange', 'the manifest names no Governor', event.address)
    return
  }
  const delay = event.params.newDuration
  const oldText = event.params.oldDuration.toString()
  const governor = fetchGovernor(address)
  const value = Value.fromBigInt(delay)
  saveSetting(event, governor, 'timelockMinDelaySec', value, oldText, delay.toString())
}

/** A delay that any chain outlives; a longer one means never, and keeps the sum within 64 bits. */
function clampDelay(delaySec: i64): i64 {
  return min<i64>(delaySec, 1 << 53)
}
