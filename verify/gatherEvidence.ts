import type { Address, PublicClient } from 'viem'
import { type BloomHeader, checkLogs } from '../client/logs/checkLogs.ts'
import { createBlockLogsReader } from '../client/logs/readBlockLogs.ts'
import { readLogs } from '../client/logs/readLogs.ts'
import type { Core } from '../core/index.ts'
import { type Header, type LogFilter, poolEventTopics, type RawLog } from '../observation/index.ts'
import type { Engine, Evidence } from './evidence.ts'
import type { ChainRecord, VerifiedNetwork } from './readRecord.ts'

/** The chain's data on which the observations of all markets depend. */
export type Gathered<Kept extends Header & BloomHeader> = Required<
  Pick<Evidence, 'poolLogs' | 'poolsSince'>
> & {
  headers: readonly Kept[]
}

interface GatherOptions<Kept extends Header & BloomHeader> {
  client: PublicClient
  network: VerifiedNetwork
  record: ChainRecord
  /** The last block that is needed. */
  upTo: bigint
  /** As `readHeaders` does, or from what was read before. */
  readHeaders(from: bigint, to: bigint): Promise<readonly Kept[]>
}

/**
 * Headers and pools' logs since the deployment: an average of the depth has no end. The record's own logs are compared
 * with the headers, too.
 *
 * @throws VerifySourceError or ChainReadError if the node fails or lacks something, IncompleteLogsError if it is known to
 * have left out logs.
 */
export async function gatherEvidence<Kept extends Header & BloomHeader>({
  client,
  network,
  record,
  upTo,
  readHeaders,
}: GatherOptions<Kept>): Promise<Gathered<Kept>> {
  const headers = await readHeaders(network.startBlock, upTo)
  const { riskParameters } = network
  const own = record.logs.filter(({ blockNumber }) => (blockNumber ?? 0n) <= upTo)
  const readBlockLogs = createBlockLogsReader(client)
  await checkLogs(readBlockLogs, headers, own, { addresses: [riskParameters] })
  if (record.measuredFilter !== undefined) {
    await checkLogs(readBlockLogs, headers, record.measuredLogs, record.measuredFilter)
  }
  const pools = listPools(network, record)
  const entries = pools.map(async ({ pool, begin, filter }) => {
    const logs = await readLogs(client, filter, begin, upTo)
    const since = headers.filter(({ number }) => number >= begin)
    await checkLogs(readBlockLogs, since, logs, filter)
    return [pool, logs] as const
  })
  return {
    headers,
    poolLogs: new Map<Address, RawLog[]>(await Promise.all(entries)),
    poolsSince: new Map(pools.map(({ pool, begin }) => [pool, begin])),
  }
}

/** Every pool that a source names, from where the index begins to follow it. */
export function listPools(
  { pools, startBlock }: VerifiedNetwork,
  { markets }: Pick<ChainRecord, 'markets'>,
): { pool: Address; begin: bigint; filter: LogFilter }[] {
  const from = new Map<Address, bigint>()
  for (const { sources } of markets.values()) {
    for (const { blockNumber, value } of sources) {
      for (const pool of [value.pool, value.nativePool]) {
        const listed = pools.find(({ address }) => address.toLowerCase() === pool.toLowerCase())
        const first = listed?.startBlock ?? blockNumber
        const known = from.get(pool)
        if (known === undefined || first < known) from.set(pool, first)
      }
    }
  }
  return [...from].map(([pool, first]) => ({
    pool,
    begin: first > startBlock ? first : startBlock,
    filter: { addresses: [pool], topics: poolEventTopics },
  }))
}

/** The Wasm core as an engine. */
export function createWasmEngine(core: Core): Engine {
  return {
    name: 'Wasm',
    evaluateBatch: async (rows) => core.evaluateBatch(rows),
    applyBoundsBatch: async (cases) => core.applyBoundsBatch(cases),
  }
}
