// Axelar's gateway: its signers approve a message in one transaction, and whoever likes has its receiver execute it in
// another.

import {
  type Address,
  decodeAbiParameters,
  encodeFunctionData,
  getAddress,
  type Hex,
  isAddressEqual,
  type PublicClient,
  parseEventLogs,
} from 'viem'
import { axelarMessengerAbi } from '../../../abi/index.ts'
import { gatewayAbi, proofType } from './axelarTypes.ts'
import {
  type Bridge,
  type BridgeEnd,
  type Ends,
  MessageGoneError,
  type SentMessage,
} from './bridge.ts'
import { encodeEnvelope, skipToMessage } from './envelope.ts'

/** A message as the gateways name it. */
export interface AxelarMessage {
  sourceChain: string
  /** The transaction and the place of the event among the transaction's. */
  messageId: string
  sourceAddress: string
  contractAddress: Address
  payloadHash: Hex
}

/** The gateway's message for one of ours. @throws MessageGoneError */
export async function findAxelarMessage(message: SentMessage, ends: Ends): Promise<AxelarMessage> {
  const { source, destination } = ends
  const { transactionHash, chainId, sourceChainId } = message
  const [gateway, receipt, sourceChain] = await Promise.all([
    readGateway(source),
    source.ask(`the receipt of ${transactionHash}`, async (client) => {
      const { logs } = await client.getTransactionReceipt({ hash: transactionHash })
      return { logs }
    }),
    destination.ask(`the name of chain ${sourceChainId}`, (client) =>
      client.readContract({
        address: destination.messenger,
        abi: axelarMessengerAbi,
        functionName: 'chainNameOf',
        args: [BigInt(sourceChainId)],
      }),
    ),
  ])
  const envelope = encodeEnvelope(message)
  const found = parseEventLogs({
    abi: gatewayAbi,
    logs: skipToMessage(receipt.logs, message),
  }).find(
    ({ eventName, address, args }) =>
      eventName === 'ContractCall' &&
      isAddressEqual(address, gateway) &&
      isAddressEqual(args.sender, message.messenger) &&
      args.payload === envelope,
  )
  if (found === undefined) throw new MessageGoneError(message)
  const place = receipt.logs.findIndex(({ logIndex }) => logIndex === found.logIndex)
  const { sender, destinationContractAddress, payloadHash } = found.args
  if (sourceChain === '')
    throw new Error(`the messenger on chain ${chainId} knows no chain ${sourceChainId}`)
  return {
    sourceChain,
    messageId: `${transactionHash}-${place}`,
    sourceAddress: sender,
    contractAddress: getAddress(destinationContractAddress),
    payloadHash,
  }
}

export const axelar: Bridge = {
  name: 'axelar',

  async isDelivered(message, ends, blockNumber) {
    const { sourceChain, messageId } = await findAxelarMessage(message, ends)
    return askGateway(ends.destination, (client, gateway) =>
      client.readContract({
        ...gateway,
        functionName: 'isMessageExecuted',
        args: [sourceChain, messageId],
        ...(blockNumber === undefined ? {} : { blockNumber }),
      }),
    )
  },

  async findCall(message, ends, attestor) {
    const { destination } = ends
    const found = await findAxelarMessage(message, ends)
    const { sourceChain, messageId, sourceAddress, contractAddress, payloadHash } = found
    const isApproved = await askGateway(destination, (client, gateway) =>
      client.readContract({
        ...gateway,
        functionName: 'isMessageApproved',
        args: [sourceChain, messageId, sourceAddress, contractAddress, payloadHash],
      }),
    )
    if (isApproved) {
      const commandId = await askGateway(destination, (client, gateway) =>
        client.readContract({
          ...gateway,
          functionName: 'messageToCommandId',
          args: [sourceChain, messageId],
        }),
      )
      const data = encodeFunctionData({
        abi: axelarMessengerAbi,
        functionName: 'execute',
        args: [commandId, sourceChain, sourceAddress, encodeEnvelope(message)],
      })
      return { type: 'call', step: 'deliver', call: { to: destination.messenger, data } }
    }
    const { sourceChainId, chainId, transactionHash } = message
    const answer = await attestor.attest({
      bridge: 'axelar',
      messageId: message.messageId,
      sourceChainId,
      chainId,
      transactionHash,
    })
    if ('pending' in answer) return { type: 'pending', detail: answer.pending }
    const [proof] = decodeAbiParameters([proofType], answer.proof)
    const data = encodeFunctionData({
      abi: gatewayAbi,
      functionName: 'approveMessages',
      args: [[found], proof],
    })
    return { type: 'call', step: 'approve', call: { to: await readGateway(destination), data } }
  },
}

export function readGateway({ messenger, ask }: BridgeEnd): Promise<Address> {
  return ask(`the gateway of ${messenger}`, (client) =>
    client.readContract({ address: messenger, abi: axelarMessengerAbi, functionName: 'gateway' }),
  )
}

async function askGateway<Answer>(
  end: BridgeEnd,
  ask: (
    client: PublicClient,
    gateway: { address: Address; abi: typeof gatewayAbi },
  ) => Promise<Answer>,
): Promise<Answer> {
  const address = await readGateway(end)
  return end.ask('what the gateway knows', (client) => ask(client, { address, abi: gatewayAbi }))
}
