import { MAX_TICK, MAX_U128, MINUTE_SEC } from '../../minute.ts'
import type { Names, RowReader } from '../rowReader.ts'
import { defineTable, moveToEnd, type SourceFormat } from '../sourceFormat.ts'

const ticks: readonly Names[] = [['openTick'], ['highestTick'], ['lowestTick'], ['closeTick']]
const liquidity: Names = ['currentLiquidity']
const amounts: readonly Names[] = [['inAmount0'], ['inAmount1']]

/** A Uniswap v3 pool by the minute. */
export const poolMinutesFormat: SourceFormat = {
  name: 'pool-minutes',
  title:
    'a Uniswap v3 pool by the minute, as zelos-alpha/demeter writes it; token0 the dollar, token1 the asset',
  time: ['timestamp'],
  needs: [...ticks, liquidity, ...amounts],
  stepSec: Number(MINUTE_SEC),
  assumptions: [],
  tables: [
    defineTable({
      kind: 'pool',
      read: (row) => ({
        ...readAll(row, ticks, { min: -MAX_TICK, max: MAX_TICK }),
        liquidity: row.decimal(liquidity, 0, { min: 0n, max: MAX_U128 }),
        ...readAll(row, amounts, { min: 0n, max: MAX_U128 }),
      }),
      build: moveToEnd,
    }),
  ],
}

function readAll(row: RowReader, columns: readonly Names[], range: { min: bigint; max: bigint }) {
  const entries = columns.map((names) => [names[0], row.decimal(names, 0, range)])
  return Object.fromEntries(entries) as Record<string, bigint>
}
