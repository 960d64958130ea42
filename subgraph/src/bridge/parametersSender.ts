// Handles what ParametersSender says of the vectors that it sends. The messenger's event stands before its own.

import { ParametersSent } from '../../../build/subgraph/generated/ParametersSender/ParametersSender'
import { Message } from '../../../build/subgraph/generated/schema'
import { nameStatus } from '../enums'
import { messageId } from '../ids'
import { toInt, toInt8 } from '../integers'
import { readAboveVector, readBits } from '../packing'
import { skipEvent } from '../skipFact'
import { savePackedVector, TARGET_PART } from '../versions'

const MADE_AT_BITS: i32 = 38
const STATUS_BITS: i32 = 3

export function handleParametersSent(event: ParametersSent): void {
  const params = event.params
  const message = Message.load(messageId(params.messenger, params.messageId))
  if (message === null) {
    skipEvent(event, 'ParametersSent', 'no such message', params.messageId)
    return
  }
  const above = readAboveVector(params.word)
  message.kind = 'PARAMETERS'
  message.marketId = params.marketId
  message.madeAt = toInt8(readBits(above, 0, MADE_AT_BITS))
  message.status = nameStatus(toInt(readBits(above, MADE_AT_BITS, STATUS_BITS)))
  message.config = params.config
  message.values = savePackedVector(event, TARGET_PART, params.word)
  message.save()
}
