import { maxOf, minOf } from '../../../observation/integerMath.ts'
import { MarketFileError } from '../../errors.ts'
import { MAX_U128 } from '../../minute.ts'
import { computeTickAt } from '../../ticks.ts'
import type { Names, RowReader } from '../rowReader.ts'
import {
  defineTable,
  type ImportedRow,
  type RawRow,
  type SourceFormat,
  type TableContext,
} from '../sourceFormat.ts'

const liquidity: Names = ['liquidity', 'pool_liquidity_end']
const high: Names = ['high', 'pool_high']
const low: Names = ['low', 'pool_low']
const close: Names = ['close', 'pool_close']
const growth0: Names = ['fee_growth0_x128', 'feeGrowthGlobal0X128']
const growth1: Names = ['fee_growth1_x128', 'feeGrowthGlobal1X128']

const prices = { min: 1_000n, max: 10n ** 13n }

/** A Uniswap v3 pool by the hour, with prices in place of ticks, and fee growth in place of amounts. */
export const poolHoursFormat: SourceFormat = {
  name: 'pool-hours',
  title:
    'a Uniswap v3 pool by the hour: liquidity, high, low, close in dollars, fee growth; token0 the dollar, token1 the asset',
  time: ['hour', 'time', 'timestamp'],
  needs: [liquidity, high, low, close],
  assumptions: [
    'an hour opens where the one before closed; prices become the ticks at which a pool has them',
    "amounts are made of the fee growth, the hour's last liquidity and the pool's fee",
  ],
  tables: [
    defineTable({
      kind: 'pool',
      read: (row) => ({
        liquidity: row.decimal(liquidity, 0, { min: 0n, max: MAX_U128 }),
        // The price is of the asset, the tick of the dollar: the highest price is the lowest tick.
        lowestTick: readTick(row, high),
        highestTick: readTick(row, low),
        closeTick: readTick(row, close),
        growth0: row.optional(growth0, 0, { min: 0n }),
        growth1: row.optional(growth1, 0, { min: 0n }),
      }),
      build: buildHours,
    }),
  ],
}

function readTick(row: RowReader, names: Names): bigint {
  return computeTickAt(Number(row.decimal(names, 6, prices)))
}

interface Hour {
  liquidity: bigint
  lowestTick: bigint
  highestTick: bigint
  closeTick: bigint
  growth0: bigint | undefined
  growth1: bigint | undefined
}

function buildHours(raw: readonly RawRow<Hour>[], context: TableContext): ImportedRow[] {
  const { file, feePips, stepSec = 0 } = context
  if (feePips === undefined && raw.some(({ raw: hour }) => hour.growth0 !== undefined)) {
    throw new MarketFileError(
      file,
      "has the fee growth, of which amounts are made by the pool's fee; give --fee, as 0.3%",
    )
  }
  return raw.map(({ at, line, raw: hour }, index) => {
    const before = raw[index - 1]?.raw
    const [inAmount0, inAmount1] = (['growth0', 'growth1'] as const).map((name) =>
      toAmount(before?.[name], hour[name], hour.liquidity, feePips),
    )
    const { liquidity, lowestTick, highestTick, closeTick } = hour
    const openTick = before?.closeTick ?? closeTick
    return {
      at: at + stepSec,
      line,
      values: {
        openTick,
        highestTick: maxOf(openTick, highestTick),
        lowestTick: minOf(openTick, lowestTick),
        closeTick,
        liquidity,
        inAmount0,
        inAmount1,
      },
    }
  })
}

/** What traders paid in, from what a unit of liquidity earned; 0 in the first hour. */
function toAmount(
  before: bigint | undefined,
  after: bigint | undefined,
  liquidity: bigint,
  feePips = 0n,
): bigint {
  if (before === undefined || after === undefined || after < before || feePips === 0n) return 0n
  return ((((after - before) * liquidity) / feePips) * 1_000_000n) >> 128n
}
