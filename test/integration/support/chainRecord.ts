import { type Abi, type Address, type Hex, parseEventLogs } from 'viem'
import type { Policy } from '../../../core/index.ts'
import {
  decodePoolLogs,
  type Header,
  type MarketHistory,
  type PoolEvent,
  type Source,
} from '../../../observation/index.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import type { ChainClient } from '../../../stack/local/chainClient.ts'
import type { StackAddresses } from '../../../stack/local/setUpChain.ts'

/** An event as the chain has it, decoded by the contract's own ABI. */
export interface ChainEvent {
  address: Address
  eventName: string
  // biome-ignore lint/suspicious/noExplicitAny: of many contracts, told apart by their names.
  args: any
  blockNumber: bigint
  logIndex: number
  transactionHash: Hex
  blockAt: bigint
  /** Of the transaction. */
  sender: Address
}

/** What a node says of the chain: all that the index may depend on. */
export interface ChainRecord {
  headers: Header[]
  pool: Address
  poolEvents: PoolEvent[]
  /** Of the project's contracts. */
  events: ChainEvent[]
  history: MarketHistory
  /** Fact ids of the policies in `history`, one for one. */
  policyIds: string[]
}

const hex = (value: bigint, bytes: number) => value.toString(16).padStart(2 * bytes, '0')

/** Id of an event's fact: block number, log index. */
export function formatFactId({ blockNumber, logIndex }: ChainEvent): string {
  return `0x${hex(blockNumber, 8)}${hex(BigInt(logIndex), 4)}`
}

/** Id of a segment's figures: its start, and what they belong to. */
export function formatPeriodId(startAt: bigint, owner: Hex = '0x'): string {
  return `0x${hex(startAt, 8)}${owner.slice(2).toLowerCase()}`
}

/** Id of a number: 32 bytes. */
export function formatNumberId(number: bigint): string {
  return `0x${hex(number, 32)}`
}

/** Reads the headers from the first block that is indexed on, and every log since. */
export async function readChain(
  client: ChainClient,
  { governance, venue, vault }: StackAddresses,
): Promise<ChainRecord> {
  const first = BigInt(governance.startBlock)
  // Not getBlockNumber, which may answer with what it heard a moment ago.
  const { number: last } = await client.getBlock()
  const numbers = Array.from({ length: Number(last - first) + 1 }, (_, i) => first + BigInt(i))
  const headers: Header[] = await Promise.all(
    numbers.map((blockNumber) => client.getBlock({ blockNumber })),
  )
  const logs = await client.getLogs({ fromBlock: first, toBlock: last })
  const timestamps = new Map(headers.map(({ number, timestamp }) => [number, timestamp]))
  const own: readonly [Address, Abi][] = [
    [governance.riskParameters, readArtifact('RiskParameters').abi],
    [governance.governor, readArtifact('governance/GimbalGovernor').abi],
    [vault, readArtifact('vault/RebalancingVault').abi],
  ]
  const decoded = own.flatMap(([address, abi]) => {
    const ofContract = logs.filter((log) => log.address.toLowerCase() === address.toLowerCase())
    return parseEventLogs({ abi, logs: ofContract }) as unknown as ChainEvent[]
  })
  const events = await Promise.all(
    decoded.map(async (event) => ({
      ...event,
      blockAt: timestamps.get(event.blockNumber) as bigint,
      sender: (await client.getTransaction({ hash: event.transactionHash })).from,
    })),
  )
  events.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
  const poolEvents = decodePoolLogs(logs, headers, venue.pool)
  return { headers, pool: venue.pool, poolEvents, events, ...readHistory(events) }
}

function readHistory(events: readonly ChainEvent[]): Pick<ChainRecord, 'history' | 'policyIds'> {
  const policyIds: string[] = []
  const sources: { blockNumber: bigint; value: Source }[] = []
  const policies: { blockNumber: bigint; value: Policy }[] = []
  const navsUsd6: { blockNumber: bigint; value: bigint }[] = []
  for (const event of events) {
    const { eventName, args, blockNumber } = event
    const isAdded = eventName === 'MarketAdded'
    if (isAdded || eventName === 'SourceSet') {
      sources.push({ blockNumber, value: isAdded ? args.config.source : args.newSource })
    }
    if (isAdded || eventName === 'PolicySet') {
      const policy = isAdded ? args.config.policy : args.newPolicy
      const entries = Object.entries<number | bigint>(policy)
      const value = Object.fromEntries(entries.map(([name, of]) => [name, BigInt(of)]))
      policies.push({ blockNumber, value: value as unknown as Policy })
      policyIds.push(formatFactId(event))
    }
    // The local dollar has 6 decimals.
    if (eventName === 'Rebalanced') navsUsd6.push({ blockNumber, value: args.navQuote })
    if (eventName === 'Updated' || eventName === 'Confirmed') {
      navsUsd6.push({ blockNumber, value: args.observation.navUsd6 })
    }
  }
  return { policyIds, history: { sources, policies, navsUsd6 } }
}
