// Every message between the chains of a network, joined from what both say. A message has left where its messenger says so, and
// has come where the other chain's of the same bridge says so, under the same id: two bridges may bring the same under one id. Of one that has not come the receiver is asked what it would say.

import { type Address, decodeAbiParameters, type Hex } from 'viem'
import type { NetworkBridge } from '../network/network.ts'
import { explainDelivery, type Repeat } from './explainDelivery.ts'
import { findRefusal } from './findRefusal.ts'
import type { BridgeEvent, SideRead } from './readSide.ts'
import { isSameAddress, nameMessenger, type Side } from './sides.ts'

/** The newest messages that are told one by one. */
const MOST = 200

export type MessageKind = 'parameters' | 'governance' | 'figures' | 'order' | 'other'

/** `recorded`: voted, and not posted yet. `unknown`: the chain to which it goes was not read. */
export type MessageState = 'recorded' | 'under-way' | 'delivered' | 'failed' | 'unknown'

/** Where something happened. */
export interface Place {
  blockNumber: bigint
  /** Unix seconds. */
  at: bigint
  transactionHash: Hex
}

/** A message between two chains. */
export interface BridgeMessage {
  /** The messenger's, the same on both chains. Two bridges may bring the same under the same id. */
  id: Hex
  kind: MessageKind
  state: Exclude<MessageState, 'recorded'>
  /** The bridge: `axelar`; an address where the network does not list it. */
  messenger: string
  from: ChainName
  to: ChainName
  /** Counts what the messenger sent to that chain. */
  nonce: bigint
  sender: Address
  receiver: Address
  payload: Hex
  sent: Place
  /** Undefined: it has not come. */
  received: Place | undefined
  /** Of a vector: its market. */
  marketId: Hex | undefined
  /** Of calls that were voted: their record. */
  recordNonce: bigint | undefined
  /** Why it has not come, in a sentence without its full stop; undefined once it has. */
  reason: string | undefined
  repeat: Repeat
}

export interface ChainName {
  name: string
  chainId: number
}

export interface MessagesRead {
  /** The newest first. */
  messages: readonly BridgeMessage[]
  /** How many older ones there are besides. */
  olderCount: number
}

type Sent = Extract<BridgeEvent, { eventName: 'MessageSent' }>
type Received = Extract<BridgeEvent, { eventName: 'MessageReceived' }>

/** The messages between the chains that were read. */
export async function joinMessages(
  sides: readonly Side[],
  reads: readonly SideRead[],
  bridge: NetworkBridge,
): Promise<MessagesRead> {
  const received = new Map<string, { event: BridgeEvent; read: SideRead }>()
  for (const read of reads) {
    for (const event of read.events) {
      if (event.eventName === 'MessageReceived') {
        received.set(keyOf(read.side, event), { event, read })
      }
    }
  }
  const sent = reads.flatMap((read) =>
    read.events
      .filter((event): event is Sent => event.eventName === 'MessageSent')
      .map((event) => ({ read, event })),
  )
  // Of two chains the times compare, the block numbers do not.
  const dated = await Promise.all(
    newestOfEach(sent).map(async ({ read, event }) => {
      return { read, event, at: await read.readTime(event.blockNumber) }
    }),
  )
  const newest = dated
    .toSorted((a, b) => Number(b.at - a.at) || Number(b.event.args.nonce - a.event.args.nonce))
    .slice(0, MOST)
  const messages = newest.map(({ read, event, at }) => {
    const came = received.get(keyOf(read.side, event))
    return describe(event, at, read, came)
  })
  return { messages: await Promise.all(messages), olderCount: sent.length - newest.length }

  async function describe(
    event: Sent,
    at: bigint,
    { side }: SideRead,
    came: { event: BridgeEvent; read: SideRead } | undefined,
  ): Promise<BridgeMessage> {
    const { messageId, chainId, sender, receiver, nonce, payload } = event.args
    const to = sides.find((one) => BigInt(one.chainId) === chainId)
    const remote = side.remote ?? to?.remote
    const kind = nameKind(bridge, remote?.contracts, sender, receiver)
    const messenger = nameMessenger(side, event.address)
    const common = {
      id: messageId,
      kind,
      messenger,
      from: { name: side.name, chainId: side.chainId },
      to: { name: to?.name ?? `chain ${chainId}`, chainId: Number(chainId) },
      nonce,
      sender,
      receiver,
      payload,
      sent: { blockNumber: event.blockNumber, at, transactionHash: event.transactionHash },
      ...readPayload(kind, payload),
    }
    if (came !== undefined) {
      const { blockNumber, transactionHash } = came.event
      const place = { blockNumber, at: await came.read.readTime(blockNumber), transactionHash }
      const none = { reason: undefined, repeat: undefined }
      return { ...common, state: 'delivered', received: place, ...none }
    }
    const standing = await examine(event, side, to, messenger)
    return { ...common, received: undefined, ...standing }
  }

  async function examine(event: Sent, from: Side, to: Side | undefined, messenger: string) {
    const unknown = (reason: string) => {
      return { state: 'unknown' as const, reason, repeat: undefined }
    }
    if (to === undefined) return unknown('the network does not list the chain to which it goes')
    const read = reads.find(({ side }) => side === to)
    if (to.client === undefined || read === undefined) return unknown(`${to.name} was not read`)
    const there = to.messengers.find(({ name }) => name === messenger)
    if (there === undefined) return unknown(`${to.name} lists no messenger ${messenger}`)
    const { sender, receiver, payload } = event.args
    const delivery = { messenger: there.address, sourceChainId: from.chainId, sender, receiver }
    return explainDelivery(await findRefusal(to.client, { ...delivery, payload }))
  }
}

/** What a message is called on both of its chains. */
function keyOf(side: Side, { address, args }: Sent | Received): string {
  return `${nameMessenger(side, address)} ${args.messageId}`
}

/** Of each chain its newest messages: no other can be among the newest of all. */
function newestOfEach<Of extends { read: SideRead }>(sent: readonly Of[]): Of[] {
  return [...Map.groupBy(sent, ({ read }) => read).values()].flatMap((own) => own.slice(-MOST))
}

/** What a message is, by who sends it or takes it. The index says the same (subgraph/src/bridge/messenger.ts). */
function nameKind(
  { parametersSender, governanceSender, remotePortfolio }: NetworkBridge,
  away: { book: Address | undefined } | undefined,
  sender: Address,
  receiver: Address,
): MessageKind {
  if (isSameAddress(parametersSender, sender)) return 'parameters'
  if (isSameAddress(governanceSender, sender)) return 'governance'
  if (isSameAddress(remotePortfolio, sender)) return 'order'
  return isSameAddress(away?.book, sender) || isSameAddress(remotePortfolio, receiver)
    ? 'figures'
    : 'other'
}

function readPayload(kind: MessageKind, payload: Hex) {
  const none = { marketId: undefined, recordNonce: undefined }
  // A stranger's payload may be anything; these two are of our own contracts.
  if (kind === 'parameters') {
    const [marketId] = decodeAbiParameters([{ type: 'bytes32' }], payload)
    return { marketId, recordNonce: undefined }
  }
  if (kind === 'governance') {
    const types = [{ type: 'uint64' }, { type: 'uint64' }] as const
    return { marketId: undefined, recordNonce: decodeAbiParameters(types, payload)[1] }
  }
  return none
}
