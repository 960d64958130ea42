import { MarketFileError } from '../../errors.ts'
import { MAX_TICK, MAX_U128, MINUTE_SEC } from '../../minute.ts'
import { computePoolMinutes, type PoolChange, toMinuteAt } from '../../poolMinutes.ts'
import type { Names, RowReader } from '../rowReader.ts'
import {
  defineTable,
  type ImportedRow,
  type RawRow,
  type SourceFormat,
  type TableContext,
} from '../sourceFormat.ts'

const type: Names = ['type']
const amount0: Names = ['amount0']
const amount1: Names = ['amount1']
const tick: Names = ['tick']
const liquidityAfter: Names = ['pool_liquidity_after', 'total_liquidity']
const tickLower: Names = ['tick_lower']
const tickUpper: Names = ['tick_upper']
const liquidity: Names = ['liquidity']

const ticks = { min: -MAX_TICK, max: MAX_TICK }
const u128 = { min: 0n, max: MAX_U128 }

/** Every event of a Uniswap v3 pool. */
export const poolEventsFormat: SourceFormat = {
  name: 'pool-events',
  title:
    'every event of a Uniswap v3 pool, as zelos-alpha/demeter-fetch writes them; token0 the dollar, token1 the asset',
  time: ['timestamp', 'block_timestamp'],
  blockNumber: ['block_number'],
  needs: [type, amount0, amount1, tick, liquidityAfter, tickLower, tickUpper, liquidity],
  stepSec: 0,
  assumptions: ['the file has every event: a minute without one is a minute without a trade'],
  tables: [
    defineTable({
      kind: 'pool',
      stepSec: Number(MINUTE_SEC),
      read: readEvent,
      build: buildMinutes,
    }),
  ],
}

type Event =
  | { kind: 'swap'; tick: bigint; liquidity: bigint; amount0: bigint; amount1: bigint }
  | { kind: 'liquidity'; tickLower: bigint; tickUpper: bigint; liquidityDelta: bigint }

function readEvent(row: RowReader): Event | undefined {
  switch (row.text(type).toUpperCase()) {
    case 'SWAP':
      return {
        kind: 'swap',
        tick: row.decimal(tick, 0, ticks),
        liquidity: row.decimal(liquidityAfter, 0, u128),
        amount0: row.decimal(amount0, 0),
        amount1: row.decimal(amount1, 0),
      }
    case 'MINT':
      return readLiquidity(row, 1n)
    case 'BURN':
      return readLiquidity(row, -1n)
    case 'COLLECT':
      return undefined
    default:
      throw row.refuse(type, 'SWAP, MINT, BURN or COLLECT')
  }
}

function readLiquidity(row: RowReader, sign: bigint): Event {
  return {
    kind: 'liquidity',
    tickLower: row.decimal(tickLower, 0, ticks),
    tickUpper: row.decimal(tickUpper, 0, ticks),
    liquidityDelta: sign * row.decimal(liquidity, 0, u128),
  }
}

/** From the first trade's minute to that of the last event. */
function buildMinutes(raw: readonly RawRow<Event>[], { file }: TableContext): ImportedRow[] {
  const changes = raw.map(({ at, raw: event }): PoolChange => ({ ...event, timestamp: BigInt(at) }))
  const first = changes.findIndex(({ kind }) => kind === 'swap')
  const [begin, end] = [changes[first], changes.at(-1)]
  if (begin === undefined || end === undefined) {
    throw new MarketFileError(file, 'holds no SWAP; give a file with trades')
  }
  const minutes = computePoolMinutes({
    fromAt: toMinuteAt(begin),
    toAt: toMinuteAt(end) + MINUTE_SEC,
    changes: changes.slice(first),
    poolBefore: undefined,
  })
  const line = raw[first]?.line ?? 0
  return minutes.flatMap((minute) => {
    if (minute === undefined) return []
    const { at, ...values } = minute
    return [{ at: Number(at), line, values }]
  })
}
