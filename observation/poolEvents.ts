import {
  type Address,
  decodeEventLog,
  type Hex,
  isAddressEqual,
  type Log,
  parseAbi,
  toEventSelector,
} from 'viem'
import { LogMismatchError } from './errors.ts'
import type { Header } from './headerSegments.ts'

interface AtTime {
  /** Unix seconds of the event's block. */
  timestamp: bigint
}

/** An event that moves the price; after an Initialize the liquidity in range is 0. */
export interface PriceEvent extends AtTime {
  kind: 'initialize' | 'swap'
  /** Square root of the price after it, times 2^96; token1 per token0 in their smallest units. */
  sqrtPriceX96: bigint
  tick: bigint
  /** Liquidity in range after it. */
  liquidity: bigint
}

/** An event that changes the liquidity between two ticks: above 0 for a Mint, below for a Burn (or 0: a poke). */
export interface LiquidityEvent extends AtTime {
  kind: 'liquidity'
  tickLower: bigint
  tickUpper: bigint
  liquidityDelta: bigint
}

/** An event of a Uniswap v3 pool that its state depends on. */
export type PoolEvent = PriceEvent | LiquidityEvent

const poolAbi = parseAbi([
  'event Initialize(uint160 sqrtPriceX96, int24 tick)',
  'event Mint(address sender, address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  'event Burn(address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
])

/** topic0 of the four events: what to ask a node for. */
export const poolEventTopics: readonly Hex[] = poolAbi.map((event) => toEventSelector(event))

/** The part of a log that is read; a viem `Log` is one. */
export type RawLog = Pick<
  Log<bigint, number, boolean>,
  'address' | 'topics' | 'data' | 'logIndex' | 'removed'
> & { blockNumber: bigint | null; blockHash: Hex | null }

/**
 * One pool's Initialize, Mint, Burn and Swap events in the order of the chain, with the times of their
 * blocks. Other logs and other addresses' logs are left out.
 *
 * @param headers those of all the logs' blocks, more of them as may be.
 * @throws LogMismatchError if a log's block is not among the headers, or the log was taken back.
 */
export function decodePoolLogs(
  logs: readonly RawLog[],
  headers: readonly Pick<Header, 'hash' | 'timestamp'>[],
  pool: Address,
): PoolEvent[] {
  const timestamps = new Map(headers.map(({ hash, timestamp }) => [hash, timestamp]))
  return logs
    .filter(({ address, topics }) => {
      return isAddressEqual(address, pool) && poolEventTopics.includes(topics[0] as Hex)
    })
    .toSorted(compareLogs)
    .map((log) => decodePoolLog(log, getTimestamp(log, timestamps)))
}

function compareLogs(a: RawLog, b: RawLog): number {
  const blocks = Number((a.blockNumber ?? 0n) - (b.blockNumber ?? 0n))
  return blocks || (a.logIndex ?? 0) - (b.logIndex ?? 0)
}

function getTimestamp(log: RawLog, timestamps: ReadonlyMap<Hex, bigint>): bigint {
  const { blockHash, blockNumber, logIndex, removed } = log
  if (removed) throw new LogMismatchError(blockNumber, logIndex, 'was taken back')
  const timestamp = blockHash === null ? undefined : timestamps.get(blockHash)
  if (timestamp !== undefined) return timestamp
  throw new LogMismatchError(blockNumber, logIndex, `is of ${blockHash}, which is no given header`)
}

function decodePoolLog({ topics, data }: RawLog, timestamp: bigint): PoolEvent {
  const event = decodeEventLog({ abi: poolAbi, topics, data })
  switch (event.eventName) {
    case 'Initialize': {
      const { sqrtPriceX96, tick } = event.args
      return { kind: 'initialize', timestamp, sqrtPriceX96, tick: BigInt(tick), liquidity: 0n }
    }
    case 'Swap': {
      const { sqrtPriceX96, tick, liquidity } = event.args
      return { kind: 'swap', timestamp, sqrtPriceX96, tick: BigInt(tick), liquidity }
    }
    case 'Mint':
      return createLiquidityEvent(event.args, timestamp, event.args.amount)
    case 'Burn':
      return createLiquidityEvent(event.args, timestamp, -event.args.amount)
  }
}

function createLiquidityEvent(
  ticks: { tickLower: number; tickUpper: number },
  timestamp: bigint,
  liquidityDelta: bigint,
): LiquidityEvent {
  return {
    kind: 'liquidity',
    timestamp,
    tickLower: BigInt(ticks.tickLower),
    tickUpper: BigInt(ticks.tickUpper),
    liquidityDelta,
  }
}
