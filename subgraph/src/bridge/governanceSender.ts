// Handles calls that were voted for other chains, at home.

import { Bytes } from '@graphprotocol/graph-ts'
import {
  GovernancePosted,
  GovernanceRecorded,
} from '../../../build/subgraph/generated/GovernanceSender/GovernanceSender'
import { GovernanceRecord, Message } from '../../../build/subgraph/generated/schema'
import { messageId, recordId } from '../ids'
import { toInt8 } from '../integers'
import { skipEvent } from '../skipFact'
import { fetchRecord } from './fetchRecord'

export function handleGovernanceRecorded(event: GovernanceRecorded): void {
  const params = event.params
  const record = fetchRecord(toInt8(params.chainId), toInt8(params.nonce))
  record.targets = changetype<Bytes[]>(params.targets)
  record.calldatas = params.calldatas
  record.recordedBlockNumber = toInt8(event.block.number)
  record.recordedAt = toInt8(event.block.timestamp)
  record.recordedTransactionHash = event.transaction.hash
  record.save()
}

export function handleGovernancePosted(event: GovernancePosted): void {
  const params = event.params
  const id = recordId(toInt8(params.chainId), toInt8(params.nonce))
  // The messenger's event stands before this one.
  const message = Message.load(messageId(params.messenger, params.messageId))
  if (message === null || GovernanceRecord.load(id) === null) {
    const reason = message === null ? 'no such message' : 'no such record'
    skipEvent(event, 'GovernancePosted', reason, params.messageId)
    return
  }
  message.kind = 'GOVERNANCE'
  message.governanceRecord = id
  message.save()
}
