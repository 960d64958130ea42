import {
  type AbiEvent,
  type Address,
  type Log,
  type PublicClient,
  parseEventLogs,
  toEventSelector,
} from 'viem'
import {
  governanceReceiverAbi,
  governanceSenderAbi,
  messengerAbi,
  remoteParametersAbi,
  timelockAbi,
} from '../../abi/index.ts'
import { readLogs } from '../logs/readLogs.ts'
import type { NetworkBridge } from '../network/network.ts'
import type { Side } from './sides.ts'

const eventNames = [
  'MessageSent',
  'MessageReceived',
  'GovernanceRecorded',
  'GovernanceBrought',
  'GovernanceScheduled',
  'RemoteUpdated',
  'CallExecuted',
  'Cancelled',
] as const

const eventsAbi = [
  ...messengerAbi,
  ...governanceSenderAbi,
  ...governanceReceiverAbi,
  ...remoteParametersAbi,
  ...timelockAbi,
].filter(isWanted)

type Item = (
  | typeof messengerAbi
  | typeof governanceSenderAbi
  | typeof governanceReceiverAbi
  | typeof remoteParametersAbi
  | typeof timelockAbi
)[number]
type Wanted = Extract<Item, { type: 'event'; name: (typeof eventNames)[number] }>

function isWanted(item: Item): item is Wanted {
  return item.type === 'event' && (eventNames as readonly string[]).includes(item.name)
}

const topics = eventsAbi.map((event) => toEventSelector(event as AbiEvent))

/** An event of a bridge's contracts. */
export type BridgeEvent = ReturnType<typeof parse>[number]

/** A chain's part of everything between the chains, up to one block. */
export interface SideRead {
  side: Side
  blockNumber: bigint
  /** Unix seconds. */
  blockAt: bigint
  events: readonly BridgeEvent[]
  /** When a block was, Unix seconds. */
  readTime(blockNumber: bigint): Promise<bigint>
}

/**
 * Reads what a chain's bridge contracts have emitted, in the order of the chain.
 *
 * @throws IncompleteLogsError if an answer was cut off; ChainReadError or viem's errors if the node fails.
 */
export async function readSide(
  client: PublicClient,
  side: Side,
  bridge: NetworkBridge,
): Promise<SideRead> {
  const { number: blockNumber, timestamp: blockAt } = await client.getBlock()
  const filter = { addresses: listContracts(side, bridge), topics }
  const logs = await readLogs(client, filter, side.startBlock, blockNumber)
  const times = new Map<bigint, Promise<bigint>>([[blockNumber, Promise.resolve(blockAt)]])
  const readTime = (number: bigint): Promise<bigint> => {
    const time =
      times.get(number) ??
      client.getBlock({ blockNumber: number }).then(({ timestamp }) => timestamp)
    times.set(number, time)
    return time
  }
  return { side, blockNumber, blockAt, events: parse(logs as readonly unknown[]), readTime }
}

function parse(logs: readonly unknown[]) {
  return parseEventLogs({ abi: eventsAbi, logs: logs as Log<bigint, number, false>[] })
}

function listContracts({ messengers, remote }: Side, bridge: NetworkBridge): Address[] {
  const own =
    remote === undefined
      ? [bridge.governanceSender]
      : [
          remote.contracts.remoteParameters,
          remote.contracts.governanceReceiver,
          remote.contracts.timelock,
        ]
  return [...messengers.map(({ address }) => address), ...own]
}
