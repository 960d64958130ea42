// Which messages are due on a chain, and the call that brings each a step further.
//
// Method:   whether a message has been taken is asked of its bridge on the destination. Before anything is paid, the
//           receiver is tried as if the messenger had called it: what it would refuse is not brought. What is kept in
//           memory (what is over, what is tried again when) saves requests, and can be lost.

import {
  type Address,
  BaseError,
  ExecutionRevertedError,
  encodeFunctionData,
  getAddress,
  type Hex,
  isAddressEqual,
  type PublicClient,
  slice,
} from 'viem'
import { governanceReceiverAbi } from '../../abi/index.ts'
import { decodeError } from '../decodeError.ts'
import { describeFailure } from '../describeFailure.ts'
import {
  type Attestor,
  type Bridge,
  type Ends,
  nameMessage,
  type SentMessage,
} from './bridges/bridge.ts'
import type { Backoff } from './createBackoff.ts'
import type { ChainEvents } from './createEventBook.ts'
import { findEnd, type RelayChain } from './relayChain.ts'
import type { RelayDraft } from './relayDraft.ts'

/** What became of a message at a look. `detail` is one line for a log. */
export interface DeliveryNote {
  message: SentMessage
  bridge: string
  state: 'delivered' | 'refused' | 'pending' | 'failed'
  refusal?: string | undefined
  detail: string
}

interface DeliveriesOptions {
  chains: readonly RelayChain[]
  attestor: Attestor
  backoff: Backoff
  /** Of its messages for a market the newest is brought whose proof is there. */
  parametersSender: Address
  onNote(note: DeliveryNote): void
}

/** How many messages a turn asks about. */
const MOST_ASKED = 40

export function createDeliveries(options: DeliveriesOptions) {
  const { chains, attestor, backoff, parametersSender, onNote } = options
  /** Taken in a block that is deep. */
  const over = new Set<string>()

  async function consider(
    message: SentMessage,
    { bridge, ends }: Route,
    deepTo: bigint,
  ): Promise<RelayDraft | 'over' | 'waiting'> {
    const key = `deliver ${nameMessage(message)}`
    const note = (state: DeliveryNote['state'], detail: string, refusal?: string) => {
      onNote({ message, bridge: bridge.name, state, refusal, detail })
    }
    try {
      if (await bridge.isDelivered(message, ends)) {
        if (await bridge.isDelivered(message, ends, deepTo)) {
          over.add(nameMessage(message))
          backoff.forget(key)
          note('delivered', 'its receiver has taken it')
        }
        return 'over'
      }
      const refusal = await tryReceiver(message, ends)
      if (refusal !== undefined) {
        backoff.noteFailure(key)
        note('refused', refusal.detail, refusal.name)
        return 'over'
      }
      const delivery = await bridge.findCall(message, ends, attestor)
      if (delivery.type === 'call') return { task: delivery.step, key, call: delivery.call }
      backoff.noteFailure(key)
      note('pending', delivery.detail)
    } catch (error) {
      backoff.noteFailure(key)
      note('failed', describeFailure(error))
    }
    return 'waiting'
  }

  /** Goes through messages of which one alone counts, the best first, until there is one that its proof has come for. */
  async function findFirst(
    messages: readonly SentMessage[],
    look: (message: SentMessage) => Promise<RelayDraft | 'over' | 'waiting'> | undefined,
  ): Promise<RelayDraft | undefined> {
    for (const message of messages) {
      const found = await look(message)
      if (found === 'over') return undefined
      if (found !== undefined && found !== 'waiting') return found
    }
    return undefined
  }

  return {
    /** Whether a message was taken, in a block that is deep. */
    isOver: (message: Pick<SentMessage, 'messenger' | 'messageId'>) =>
      over.has(nameMessage(message)),

    /** How many deep messages to a chain are not over. */
    countOpen: (destination: RelayChain, told: ReadonlyMap<number, ChainEvents>): number =>
      [...told.values()]
        .flatMap(({ deep }) => deep.messages)
        .filter((one) => isOurs(one, destination) && !over.has(nameMessage(one))).length,

    /**
     * The calls that are due on a chain.
     *
     * @param told - What each chain that answers has told.
     * @param deepTo - The highest block of the destination that is deep.
     */
    async find(
      destination: RelayChain,
      told: ReadonlyMap<number, ChainEvents>,
      deepTo: bigint,
    ): Promise<RelayDraft[]> {
      const drafts: RelayDraft[] = []
      let asked = 0
      for (const source of chains) {
        const { deep } = told.get(source.chainId) ?? {}
        const ours = (deep?.messages ?? []).filter((one) => isOurs(one, destination))
        for (const messages of lineUp(ours, parametersSender, over)) {
          const draft = await findFirst(messages, (message) => {
            const route = findRoute(message, source, destination)
            const mayTry = backoff.mayTry(`deliver ${nameMessage(message)}`)
            if (route === undefined || !mayTry || asked === MOST_ASKED) return undefined
            asked++
            return consider(message, route, deepTo < 0n ? 0n : deepTo)
          })
          if (draft !== undefined) drafts.push(draft)
        }
      }
      return drafts
    },
  }
}

/** Whether a message is one that is brought: anyone may send whatever to anyone, and would have the relayer pay. */
function isOurs(
  { chainId, receiver }: SentMessage,
  destination: Pick<RelayChain, 'chainId' | 'receivers'>,
): boolean {
  return (
    chainId === destination.chainId &&
    destination.receivers.some((one) => isAddressEqual(one, receiver))
  )
}

interface Route {
  bridge: Bridge
  ends: Ends
}

/** The bridge that a message went into, and its messengers; undefined: the destination has none of it. */
function findRoute(
  { messenger }: SentMessage,
  source: RelayChain,
  destination: RelayChain,
): Route | undefined {
  const sent = source.messengers.find(({ address }) => getAddress(address) === messenger)
  if (sent === undefined) return undefined
  const { bridge } = sent
  const [from, to] = [findEnd(source, bridge.name), findEnd(destination, bridge.name)]
  return from && to && { bridge, ends: { source: from, destination: to } }
}

/**
 * What is still to be brought: each message by itself, but the vectors of a market by one messenger together, the newest
 * first. One that was taken has replaced those before it; one whose proof has not come yet has not: whoever sends in every
 * block would otherwise keep all of them waiting.
 */
function lineUp(
  messages: readonly SentMessage[],
  parametersSender: Address,
  over: ReadonlySet<string>,
): SentMessage[][] {
  const lines = new Map<string, SentMessage[]>()
  for (const message of messages) {
    const { sender, receiver, messenger, payload } = message
    const name = nameMessage(message)
    const isVector = isAddressEqual(sender, parametersSender)
    const key = isVector ? `${messenger} ${receiver} ${slice(payload, 0, 32)}` : name
    if (over.has(name)) lines.delete(key)
    else lines.set(key, [message, ...(lines.get(key) ?? [])])
  }
  return [...lines.values()]
}

/** Why the receiver would refuse the message now; undefined: it would take it. */
function tryReceiver(
  { sourceChainId, sender, receiver, payload }: SentMessage,
  { destination }: Ends,
): Promise<{ name?: string | undefined; detail: string } | undefined> {
  // Every receiver has this function.
  const data = encodeFunctionData({
    abi: governanceReceiverAbi,
    functionName: 'receiveMessage',
    args: [BigInt(sourceChainId), sender, payload],
  })
  return destination.ask('what the receiver would say', (client) =>
    tryCall(client, { account: destination.messenger, to: receiver, data }),
  )
}

async function tryCall(
  client: PublicClient,
  call: { account: Address; to: Address; data: Hex },
): Promise<{ name?: string | undefined; detail: string } | undefined> {
  try {
    // With the time of the next block: a chain without transactions may have had none for long.
    await client.call({ ...call, blockTag: 'pending' })
    return undefined
  } catch (error) {
    const isRevert =
      error instanceof BaseError && error.walk((one) => one instanceof ExecutionRevertedError)
    if (!isRevert) throw error
    return { name: decodeError(error)?.name, detail: describeFailure(error) }
  }
}
