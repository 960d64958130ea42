// What the contracts of one chain have said: messages, records, posts, schedules.
//
// Method:   blocks as deep as the configuration wants are read once, in ranges; those above are read again each time.
//           What is kept can be lost: it is read again from the start block. If the chain replaces a block that was
//           deep, everything is read again.

import { type Address, getAddress, type Hex, type Log, parseEventLogs, toEventSelector } from 'viem'
import { governanceReceiverAbi, governanceSenderAbi, messengerAbi } from '../../abi/index.ts'
import { readLogs } from '../../client/logs/readLogs.ts'
import type { ChainBlock, Endpoints } from '../sources/createEndpoints.ts'
import type { SentMessage } from './bridges/bridge.ts'
import { readSentMessages } from './readSentMessages.ts'

/** Calls that home has recorded for another chain. */
export interface GovernanceRecord {
  chainId: number
  nonce: bigint
  targets: readonly Address[]
  calldatas: readonly Hex[]
}

/** A record that was handed to a messenger. */
export interface GovernancePost {
  chainId: number
  nonce: bigint
  messenger: Address
  messageId: Hex
}

/** A record that waits in a timelock, or has waited there. */
export interface ScheduledOperation {
  operationId: Hex
  nonce: bigint
  targets: readonly Address[]
  calldatas: readonly Hex[]
}

/** In the order of the chain. */
export interface ChainEvents {
  /** From blocks that are deep. */
  deep: ToldEvents
  /** From those above. */
  shallow: ToldEvents
}

interface ToldEvents {
  messages: readonly SentMessage[]
  records: readonly GovernanceRecord[]
  posts: readonly GovernancePost[]
  operations: readonly ScheduledOperation[]
}

export interface EventBookOptions {
  endpoints: Pick<Endpoints, 'agree' | 'readBlock'>
  chainId: number
  messengers: readonly Address[]
  /** GovernanceSender and GovernanceReceiver, where the chain has them. */
  governance: readonly Address[]
  /** A block not after the first of the contracts. */
  startBlock: bigint
  /** Blocks from an event's to the latest, both counted, before it counts. */
  depth: bigint
  /** How many blocks are asked for at once. */
  rangeBlocks: bigint
}

export type EventBook = ReturnType<typeof createEventBook>

const events = [...messengerAbi, ...governanceSenderAbi, ...governanceReceiverAbi].filter(
  (item) => item.type === 'event',
)
const wanted = ['MessageSent', 'GovernanceRecorded', 'GovernancePosted', 'GovernanceScheduled']
const topics = events.filter(({ name }) => wanted.includes(name)).map(toEventSelector)

export function createEventBook(options: EventBookOptions) {
  const { endpoints, chainId, messengers, governance, startBlock, depth, rangeBlocks } = options
  const addresses = [...messengers, ...governance]
  let deep = createEvents()
  let readTo: Pick<ChainBlock, 'number' | 'hash'> | undefined

  async function readRange(from: bigint, to: bigint): Promise<ReturnType<typeof createEvents>> {
    const logs = await endpoints.agree(`the events of the blocks ${from} to ${to}`, (client) =>
      readLogs(client, { addresses, topics }, from, to),
    )
    return decode(logs as Log[], options)
  }

  return {
    /** All that is told up to a block. @throws ChainUnavailableError, ContradictionError, and as `readLogs` does. */
    async read(head: ChainBlock): Promise<ChainEvents> {
      if (readTo !== undefined && (await isReplaced(readTo, head))) {
        deep = createEvents()
        readTo = undefined
      }
      const deepTo = head.number - depth + 1n
      let from = readTo === undefined ? startBlock : readTo.number + 1n
      while (from <= deepTo) {
        const end = from + rangeBlocks - 1n
        const to = end < deepTo ? end : deepTo
        const told = await readRange(from, to)
        const { number, hash } = await endpoints.readBlock(to)
        append(deep, told)
        readTo = { number, hash }
        from = to + 1n
      }
      const shallow = from <= head.number ? await readRange(from, head.number) : createEvents()
      return { deep, shallow }
    },
  }

  async function isReplaced(block: Pick<ChainBlock, 'number' | 'hash'>, head: ChainBlock) {
    if (head.number < block.number) return true
    const { hash } = await endpoints.readBlock(block.number)
    return hash !== block.hash
  }

  function decode(logs: Log[], { messengers: own }: EventBookOptions) {
    const isOf = (address: Address, list: readonly Address[]) =>
      list.some((one) => getAddress(one) === getAddress(address))
    const told = createEvents()
    told.messages.push(
      ...readSentMessages(logs, chainId).filter(({ messenger }) => isOf(messenger, own)),
    )
    const abi = [...governanceSenderAbi, ...governanceReceiverAbi]
    for (const log of parseEventLogs({ abi, logs })) {
      if (!isOf(log.address, governance)) continue
      if (log.eventName === 'GovernanceRecorded') {
        const { nonce, targets, calldatas } = log.args
        told.records.push({ chainId: Number(log.args.chainId), nonce, targets, calldatas })
      }
      if (log.eventName === 'GovernancePosted') {
        const { nonce, messenger, messageId } = log.args
        told.posts.push({ chainId: Number(log.args.chainId), nonce, messenger, messageId })
      }
      if (log.eventName === 'GovernanceScheduled') {
        const { nonce, operationId, targets, calldatas } = log.args
        told.operations.push({ nonce, operationId, targets, calldatas })
      }
    }
    return told
  }
}

function createEvents() {
  return {
    messages: [] as SentMessage[],
    records: [] as GovernanceRecord[],
    posts: [] as GovernancePost[],
    operations: [] as ScheduledOperation[],
  }
}

function append(
  to: ReturnType<typeof createEvents>,
  { messages, records, posts, operations }: ToldEvents,
): void {
  to.messages.push(...messages)
  to.records.push(...records)
  to.posts.push(...posts)
  to.operations.push(...operations)
}
