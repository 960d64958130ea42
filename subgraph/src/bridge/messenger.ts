// Handles what messengers send and take. Only the sending chain's event has nonce and payload.

import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { MessageReceived, MessageSent } from '../../../build/subgraph/generated/Messenger/Messenger'
import { Message } from '../../../build/subgraph/generated/schema'
import { messageId } from '../ids'
import { toInt8 } from '../integers'
import { contextAddress, contextChainId } from '../settings'
import { skipEvent } from '../skipFact'

export function handleMessageSent(event: MessageSent): void {
  const params = event.params
  const sender = params.sender
  const message = createMessage(event, 'MessageSent', params.messageId)
  if (message === null) return
  message.kind = nameSent(sender, params.receiver)
  message.isSent = true
  message.sourceChainId = contextChainId()
  message.destinationChainId = toInt8(params.chainId)
  message.nonce = toInt8(params.nonce)
  message.sender = sender
  message.receiver = params.receiver
  message.payload = params.payload
  message.save()
}

export function handleMessageReceived(event: MessageReceived): void {
  const params = event.params
  const message = createMessage(event, 'MessageReceived', params.messageId)
  if (message === null) return
  message.kind = nameReceived(params.receiver)
  message.isSent = false
  message.sourceChainId = toInt8(params.chainId)
  message.destinationChainId = contextChainId()
  message.sender = params.sender
  message.receiver = params.receiver
  message.save()
}

/** A new message of this messenger; null, and a skipped fact, if its id is taken. */
function createMessage(event: ethereum.Event, name: string, told: Bytes): Message | null {
  const id = messageId(event.address, told)
  if (Message.load(id) !== null) {
    skipEvent(event, name, 'the message exists already', id)
    return null
  }
  const message = new Message(id)
  message.messageId = told
  message.messenger = event.address
  message.blockNumber = toInt8(event.block.number)
  message.blockAt = toInt8(event.block.timestamp)
  message.transactionHash = event.transaction.hash
  return message
}

/** What is sent is known by who sends it. */
function nameSent(sender: Bytes, receiver: Bytes): string {
  if (isContext('parametersSender', sender)) return 'PARAMETERS'
  if (isContext('governanceSender', sender)) return 'GOVERNANCE'
  if (isContext('remotePortfolio', sender)) return 'ORDER'
  if (isContext('book', sender)) return 'FIGURES'
  return nameReceived(receiver)
}

/** What comes is known by who takes it. */
function nameReceived(receiver: Bytes): string {
  if (isContext('remoteParameters', receiver)) return 'PARAMETERS'
  if (isContext('governanceReceiver', receiver)) return 'GOVERNANCE'
  if (isContext('remotePortfolio', receiver)) return 'FIGURES'
  if (isContext('book', receiver)) return 'ORDER'
  return 'OTHER'
}

/** Whether it is the contract to which the manifest gives this name. */
function isContext(name: string, account: Bytes): bool {
  const address = contextAddress(name)
  if (address === null) return false
  return address.equals(account)
}
