import { encodeAbiParameters, type Hex, isAddressEqual, type Log, parseEventLogs } from 'viem'
import { messengerAbi } from '../../../abi/index.ts'
import type { SentMessage } from './bridge.ts'

/** What a messenger hands to its bridge: contracts/bridge/Messenger.sol. */
export function encodeEnvelope({ nonce, sender, receiver, payload }: SentMessage): Hex {
  return encodeAbiParameters(
    [{ type: 'uint64' }, { type: 'address' }, { type: 'address' }, { type: 'bytes' }],
    [nonce, sender, receiver, payload],
  )
}

/**
 * The logs of a transaction from the message on: its bridge's event is the first of its kind there. Two messages of one
 * transaction, to two chains, may have the same envelope.
 */
export function skipToMessage<Entry extends Log>(
  logs: readonly Entry[],
  { messenger, messageId }: SentMessage,
): Entry[] {
  const sent = parseEventLogs({ abi: messengerAbi, logs: [...logs], eventName: 'MessageSent' })
  const at = sent.find(
    ({ address, args }) => isAddressEqual(address, messenger) && args.messageId === messageId,
  )?.logIndex
  return logs.filter(({ logIndex }) => at !== undefined && logIndex !== null && logIndex > at)
}
