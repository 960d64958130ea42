// A pool's memory as a transaction found it, from the chain alone: the pool's state at the end of a block before the oldest
// time that is asked for, and the pool's logs from there to the transaction's measurement. No node can be asked for a state
// in the middle of a block.

import { type Address, parseAbi } from 'viem'
import { checkLogs } from '../../client/logs/checkLogs.ts'
import { createBlockLogsReader } from '../../client/logs/readBlockLogs.ts'
import { readLogs } from '../../client/logs/readLogs.ts'
import {
  decodePoolLogs,
  type PoolEvent,
  poolEventTopics,
  type RawLog,
} from '../../observation/index.ts'
import { createPoolMemory, type PoolSums } from '../../observation/proven/index.ts'
import { askNode } from '../askNode.ts'
import { VerifySourceError } from '../errors.ts'
import type { Evidence, KnownHeader } from '../evidence.ts'
import { readHeaders } from '../readChain.ts'
import { isBefore, type Place } from '../readUpdates.ts'

const poolAbi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16 observationIndex, uint16 observationCardinality, uint16 observationCardinalityNext, uint8 feeProtocol, bool unlocked)',
  'function liquidity() view returns (uint128)',
  'function observations(uint256 index) view returns (uint32 blockTimestamp, int56 tickCumulative, uint160 secondsPerLiquidityCumulativeX128, bool initialized)',
])

/** Headers that are read at a time in search of one that is old enough. */
const BLOCKS_AT_ONCE = 250n

/** A pool's state at the end of a block, as the node tells it. */
export interface PoolStart {
  pool: Address
  blockNumber: bigint
  tick: bigint
  /** In range. */
  liquidity: bigint
  /** The place in the ring of its newest entry. */
  index: number
  /** When that was written, unix seconds. */
  writtenAt: bigint
  /** The pool's cumulative tick then. */
  tickSum: bigint
}

/** A pool's memory, and what it was replayed from. */
export interface PoolMemory {
  readSums(at: bigint): PoolSums
  start: PoolStart
  eventCount: number
  /** The logs are among the gathered ones, which a proof is about. */
  isGathered: boolean
}

/**
 * A pool's memory just before a place of the chain.
 *
 * @param oldestAt - The oldest time that is asked for, unix seconds.
 * @throws VerifySourceError if the node fails or lacks something; IncompleteLogsError if it left out logs.
 */
export async function readPoolMemory(
  evidence: Evidence,
  pool: Address,
  place: Place,
  oldestAt: bigint,
): Promise<PoolMemory> {
  const headers = await readHeadersSince(evidence, oldestAt, place.blockNumber)
  const [first] = headers
  if (first === undefined) {
    throw new VerifySourceError(`no header of block ${place.blockNumber} was read`)
  }
  const [start, logs] = await Promise.all([
    readPoolStart(evidence, pool, first.number),
    readPoolLogs(evidence, pool, headers.slice(1)),
  ])
  const before = logs.found.filter(({ blockNumber, logIndex }) =>
    isBefore({ blockNumber: blockNumber ?? 0n, logIndex: logIndex ?? 0 }, place),
  )
  const events = decodePoolLogs(before, headers, pool)
  return {
    readSums: replay(start, events),
    start,
    eventCount: events.length,
    isGathered: logs.isGathered,
  }
}

/**
 * The sums from the newest entry of a state on. Of the seconds per liquidity, which begin at 0 there, only differences
 * count.
 */
function replay(
  { tick, liquidity, writtenAt, tickSum }: PoolStart,
  events: readonly PoolEvent[],
): (at: bigint) => PoolSums {
  // Tick and liquidity have stood still since the entry: as if a swap had left them so.
  const begin = { kind: 'swap', timestamp: writtenAt, sqrtPriceX96: 0n, tick, liquidity } as const
  const read = createPoolMemory([begin, ...events])
  return (at) => {
    const sums = read(at)
    return {
      tickSum: sums.tickSum + tickSum,
      secondsPerLiquidityX128: sums.secondsPerLiquidityX128,
    }
  }
}

/** The pool at the end of a block. */
export async function readPoolStart(
  { client }: Pick<Evidence, 'client'>,
  pool: Address,
  blockNumber: bigint,
): Promise<PoolStart> {
  const call = { address: pool, abi: poolAbi, blockNumber } as const
  const what = `the state of the pool ${pool} at block ${blockNumber}`
  const [slot0, liquidity] = await Promise.all([
    askNode(client.readContract({ ...call, functionName: 'slot0' }), what),
    askNode(client.readContract({ ...call, functionName: 'liquidity' }), what),
  ])
  const [, tick, index] = slot0
  const [writtenAt, tickSum] = await askNode(
    client.readContract({ ...call, functionName: 'observations', args: [BigInt(index)] }),
    what,
  )
  return {
    pool,
    blockNumber,
    tick: BigInt(tick),
    liquidity,
    index,
    writtenAt: BigInt(writtenAt),
    tickSum,
  }
}

/** Headers from the last one at or before a time up to a block: those at hand, and older ones where they do not reach back. */
export async function readHeadersSince(
  { headers, client }: Pick<Evidence, 'headers' | 'client'>,
  at: bigint,
  upTo: bigint,
): Promise<readonly KnownHeader[]> {
  let known = headers.filter(({ number }) => number <= upTo)
  for (;;) {
    const first = known.findLastIndex(({ timestamp }) => timestamp <= at)
    if (first !== -1) return known.slice(first)
    const [oldest] = known
    if (oldest === undefined || oldest.number === 0n) {
      throw new VerifySourceError(`the chain has no block at or before ${at}`)
    }
    const from = oldest.number > BLOCKS_AT_ONCE ? oldest.number - BLOCKS_AT_ONCE : 0n
    const earlier = await readHeaders(client, from, oldest.number - 1n)
    if (earlier.at(-1)?.hash !== oldest.parentHash) {
      throw new VerifySourceError(
        `block ${oldest.number} does not follow the one before it; the chain was reorganised meanwhile, run it again`,
      )
    }
    known = [...earlier, ...known]
  }
}

/** A pool's logs in some blocks: those at hand, where they reach back far enough. */
async function readPoolLogs(
  { client, poolLogs, poolsSince }: Evidence,
  pool: Address,
  headers: readonly KnownHeader[],
): Promise<{ found: readonly RawLog[]; isGathered: boolean }> {
  const [from, to] = [headers[0]?.number, headers.at(-1)?.number]
  if (from === undefined || to === undefined) return { found: [], isGathered: true }
  const since = poolsSince?.get(pool)
  if (since !== undefined && since <= from) {
    const found = (poolLogs.get(pool) ?? []).filter(
      ({ blockNumber }) => blockNumber !== null && blockNumber >= from && blockNumber <= to,
    )
    return { found, isGathered: true }
  }
  const filter = { addresses: [pool], topics: poolEventTopics }
  const found = await readLogs(client, filter, from, to)
  await checkLogs(createBlockLogsReader(client), headers, found, filter)
  return { found, isGathered: false }
}
