import { type Abi, type Address, type Hex, parseEventLogs } from 'viem'
import type { Policy } from '../../../core/index.ts'
import {
  computeSegmentsBySource,
  decodePoolLogs,
  type Header,
  type PoolEvent,
  planReadings,
  type Source,
} from '../../../observation/index.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import type { ChainClient } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { StackAddresses } from '../../../stack/local/setUpChain.ts'
import type { IndexedChain, IndexedMarket } from '../../subgraph/support/expectedFigures.ts'
import { formatFactId } from '../../subgraph/support/ids.ts'
import { readReadings } from '../../subgraph/support/readReadings.ts'

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
export interface ChainRecord extends Omit<IndexedChain, 'core'> {
  pool: Address
  poolEvents: readonly PoolEvent[]
  /** Of the project's contracts. */
  events: ChainEvent[]
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
  const getPoolEvents = () => poolEvents
  const market = { id: LOCAL_MARKET_ID, ...readHistory(events) }
  const bySource = computeSegmentsBySource({ headers, history: market.history, getPoolEvents })
  const told = await readReadings(client, planReadings(bySource, market.history))
  const markets = [{ ...market, ...told }]
  return { headers, pool: venue.pool, poolEvents, events, markets, getPoolEvents }
}

function readHistory(events: readonly ChainEvent[]): Pick<IndexedMarket, 'history' | 'policyIds'> {
  const policyIds: string[] = []
  const sources: { blockNumber: bigint; value: Source }[] = []
  const policies: { blockNumber: bigint; value: Policy }[] = []
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
  }
  return { policyIds, history: { sources, policies } }
}
