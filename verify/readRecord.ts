import type { Address, Hex, PublicClient } from 'viem'
import { readContractLogs } from '../client/logs/readContractLogs.ts'
import { readLogs } from '../client/logs/readLogs.ts'
import type { Network } from '../client/network/network.ts'
import type { LogFilter, RawLog } from '../observation/index.ts'
import { UpdateNotFoundError } from './errors.ts'
import {
  addMeasurements,
  listReporters,
  measuredTopic,
  readMeasurements,
} from './measured/measurements.ts'
import { type MarketRecord, readMarkets, type Update } from './readUpdates.ts'
import { resolveUpdate } from './resolveUpdate.ts'

/** What verification has to know of a network. */
export interface VerifiedNetwork extends Pick<Network, 'startBlock' | 'pools'> {
  riskParameters: Address
}

/** All that RiskParameters has logged up to the latest block. */
export interface ChainRecord {
  /** Number of that block. */
  head: bigint
  logs: readonly RawLog[]
  /** What contracts of evidence have logged, up to there too. */
  measuredLogs: readonly RawLog[]
  /** Which logs those are; undefined: no market has had a reporter. */
  measuredFilter: LogFilter | undefined
  markets: ReadonlyMap<Hex, MarketRecord>
}

/**
 * Reads every market's record.
 *
 * @throws ChainReadError if the node gives no logs, IncompleteLogsError if it is known to have left some out; viem's errors if
 * it gives no block.
 */
export async function readRecord(
  client: PublicClient,
  { riskParameters, startBlock }: VerifiedNetwork,
): Promise<ChainRecord> {
  const { number: head } = await client.getBlock()
  const logs = await readContractLogs(client, {
    address: riskParameters,
    fromBlock: startBlock,
    toBlock: head,
  })
  const markets = readMarkets(logs)
  // A reporter may have measured before it was voted in: what it kept then counts.
  const addresses = listReporters(markets)
  const measuredFilter = addresses.length === 0 ? undefined : { addresses, topics: [measuredTopic] }
  const measuredLogs =
    measuredFilter === undefined ? [] : await readLogs(client, measuredFilter, startBlock, head)
  const measurements = readMeasurements(measuredLogs)
  for (const [id, market] of markets) addMeasurements(market, measurements.get(id) ?? [])
  return { head, logs, measuredLogs, measuredFilter, markets }
}

/** Every update, of one market or of all, in the order of the chain. */
export function listUpdates({ markets }: Pick<ChainRecord, 'markets'>, marketId?: Hex): Update[] {
  return [...markets]
    .filter(([id]) => marketId === undefined || id === marketId)
    .flatMap(([, { updates }]) => updates)
    .toSorted((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
}

/**
 * The updates that are meant.
 *
 * @param which - `latest`, `all`, or an update as `resolveUpdate` takes it.
 * @throws UpdateNotFoundError, AmbiguousIdError
 */
export function chooseUpdates(updates: readonly Update[], which: string): Update[] {
  if (which !== 'all' && which !== 'latest') return [resolveUpdate(updates, which)]
  if (updates.length > 0) return which === 'all' ? [...updates] : updates.slice(-1)
  throw new UpdateNotFoundError('the chain has no update yet; wait for the first push')
}
