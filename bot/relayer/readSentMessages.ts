import { getAddress, type Log, parseEventLogs } from 'viem'
import { messengerAbi } from '../../abi/index.ts'
import type { SentMessage } from './bridges/bridge.ts'

/** The messages that logs of one chain's messengers tell, in their order. */
export function readSentMessages(logs: readonly Log[], sourceChainId: number): SentMessage[] {
  return parseEventLogs({ abi: messengerAbi, logs: [...logs], eventName: 'MessageSent' }).map(
    ({ address, args, transactionHash, blockNumber }) => ({
      messageId: args.messageId,
      sourceChainId,
      chainId: Number(args.chainId),
      messenger: getAddress(address),
      sender: args.sender,
      receiver: args.receiver,
      nonce: args.nonce,
      payload: args.payload,
      // Logs of the pending block are never asked for.
      transactionHash: transactionHash as `0x${string}`,
      blockNumber: blockNumber as bigint,
    }),
  )
}
