// Handles calls that were voted at home, on the chain for which they are.

import { Bytes } from '@graphprotocol/graph-ts'
import {
  GovernanceBrought,
  GovernanceScheduled,
} from '../../../build/subgraph/generated/GovernanceReceiver/GovernanceReceiver'
import { GovernanceBringing } from '../../../build/subgraph/generated/schema'
import { factId } from '../ids'
import { toInt, toInt8 } from '../integers'
import { contextChainId } from '../settings'
import { fetchRecord } from './fetchRecord'

export function handleGovernanceBrought(event: GovernanceBrought): void {
  const params = event.params
  const record = fetchRecord(contextChainId(), toInt8(params.nonce))
  record.broughtCount = toInt(params.count)
  record.threshold = toInt(params.threshold)
  record.save()

  const bringing = new GovernanceBringing(factId(event))
  bringing.governanceRecord = record.id
  bringing.messenger = params.messenger
  bringing.count = toInt(params.count)
  bringing.threshold = toInt(params.threshold)
  bringing.blockNumber = toInt8(event.block.number)
  bringing.blockAt = toInt8(event.block.timestamp)
  bringing.transactionHash = event.transaction.hash
  bringing.save()
}

export function handleGovernanceScheduled(event: GovernanceScheduled): void {
  const params = event.params
  const record = fetchRecord(contextChainId(), toInt8(params.nonce))
  record.targets = changetype<Bytes[]>(params.targets)
  record.calldatas = params.calldatas
  record.operation = params.operationId
  record.save()
}
