// Hyperlane's mailbox: one transaction brings the message and its validators' signatures.

import {
  type Address,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  keccak256,
  parseAbi,
  parseEventLogs,
  slice,
} from 'viem'
import { hyperlaneMessengerAbi } from '../../../abi/index.ts'
import {
  type Bridge,
  type BridgeEnd,
  type Ends,
  MessageGoneError,
  type SentMessage,
} from './bridge.ts'
import { encodeEnvelope, skipToMessage } from './envelope.ts'

const mailboxAbi = parseAbi([
  'event Dispatch(address indexed sender, uint32 indexed destination, bytes32 indexed recipient, bytes message)',
  'function delivered(bytes32 id) view returns (bool)',
  'function process(bytes metadata, bytes message) payable',
])

/** version 1 | nonce 4 | origin 4 | sender 32 | destination 4 | recipient 32 bytes, then the body. */
const BODY_OFFSET = 77

/** The mailbox's message for one of ours, and its id. @throws MessageGoneError */
export async function findHyperlaneMessage(
  message: SentMessage,
  { source }: Pick<Ends, 'source'>,
): Promise<{ id: Hex; bytes: Hex }> {
  const { transactionHash } = message
  const [mailbox, { logs }] = await Promise.all([
    readMailbox(source),
    source.ask(`the receipt of ${transactionHash}`, async (client) => {
      const receipt = await client.getTransactionReceipt({ hash: transactionHash })
      return { logs: receipt.logs }
    }),
  ])
  const envelope = encodeEnvelope(message)
  const found = parseEventLogs({
    abi: mailboxAbi,
    logs: skipToMessage(logs, message),
    eventName: 'Dispatch',
  }).find(
    ({ address, args }) =>
      isAddressEqual(address, mailbox) &&
      isAddressEqual(args.sender, message.messenger) &&
      slice(args.message, BODY_OFFSET) === envelope,
  )
  if (found === undefined) throw new MessageGoneError(message)
  return { id: keccak256(found.args.message), bytes: found.args.message }
}

export const hyperlane: Bridge = {
  name: 'hyperlane',

  async isDelivered(message, ends, blockNumber) {
    const { destination } = ends
    const [{ id }, address] = await Promise.all([
      findHyperlaneMessage(message, ends),
      readMailbox(destination),
    ])
    return destination.ask('what the mailbox has delivered', (client) =>
      client.readContract({
        address,
        abi: mailboxAbi,
        functionName: 'delivered',
        args: [id],
        ...(blockNumber === undefined ? {} : { blockNumber }),
      }),
    )
  },

  async findCall(message, ends, attestor) {
    const { messageId, sourceChainId, chainId, transactionHash } = message
    const [{ bytes }, to, answer] = await Promise.all([
      findHyperlaneMessage(message, ends),
      readMailbox(ends.destination),
      attestor.attest({ bridge: 'hyperlane', messageId, sourceChainId, chainId, transactionHash }),
    ])
    if ('pending' in answer) return { type: 'pending', detail: answer.pending }
    const args = [answer.proof, bytes] as const
    const data = encodeFunctionData({ abi: mailboxAbi, functionName: 'process', args })
    return { type: 'call', step: 'deliver', call: { to, data } }
  },
}

function readMailbox({ messenger, ask }: BridgeEnd): Promise<Address> {
  return ask(`the mailbox of ${messenger}`, (client) =>
    client.readContract({
      address: messenger,
      abi: hyperlaneMessengerAbi,
      functionName: 'mailbox',
    }),
  )
}
