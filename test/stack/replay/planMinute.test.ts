import { describe, expect, test } from 'vitest'
import { diskReader } from '../../../market/files/diskReader.ts'
import { listShippedMarkets, openMarket } from '../../../market/files/openMarket.ts'
import type { RecordedPool } from '../../../market/recording.ts'
import { maxOf, minOf } from '../../../observation/integerMath.ts'
import { computeSqrtPriceX96 } from '../../../observation/tickMath.ts'
import { MAX_TRADES, planMinute } from '../../../stack/replay/planMinute.ts'
import { computeMiddleX96, computeMoveValue } from '../../../stack/replay/poolMath.ts'
import { createPoolRow } from '../../market/support/createRecording.ts'

const FEE_PIPS = 500n

function isWithin(x96: bigint, tick: bigint): boolean {
  return x96 > computeSqrtPriceX96(tick) && x96 < computeSqrtPriceX96(tick + 1n)
}

function checkWay(row: RecordedPool, way: readonly bigint[]): void {
  const { openTick, closeTick, lowestTick, highestTick } = row
  const low = [lowestTick, openTick, closeTick].reduce(minOf)
  const high = [highestTick, openTick, closeTick].reduce(maxOf)
  expect(way.length).toBeLessThanOrEqual(MAX_TRADES)
  expect(isWithin(way[0] ?? 0n, openTick)).toBe(true)
  expect(way.some((x96) => isWithin(x96, low))).toBe(true)
  expect(way.some((x96) => isWithin(x96, high))).toBe(true)
  const [bottom, top] = [computeSqrtPriceX96(low), computeSqrtPriceX96(high + 1n)]
  expect(way.every((x96) => x96 > bottom && x96 < top)).toBe(true)
}

describe('planMinute', () => {
  test.each(listShippedMarkets().filter((name) => /^(ethereum|polygon)/.test(name)))(
    'default: every row of a shipped pool leaves its own ticks, and no more trades than allowed: %s',
    async (name) => {
      const { pool } = await diskReader.readRecording(await openMarket(name))
      let fromX96 = computeMiddleX96(pool[0]?.openTick ?? 0n)
      for (const row of pool) {
        const way = planMinute(row, fromX96, FEE_PIPS)
        const close = computeMiddleX96(row.closeTick)
        if (row.inAmount0 + row.inAmount1 > 0n) checkWay(row, way)
        else expect(way).toEqual(fromX96 === close ? [] : [close])
        fromX96 = way.at(-1) ?? fromX96
        expect(fromX96).toBe(close)
      }
    },
  )

  test('behavior: the rest of the volume is traded to and fro', () => {
    const range = { openTick: 200_311n, lowestTick: 200_310n, highestTick: 200_312n }
    const row = createPoolRow({ ...range, inAmount0: 3n * 10n ** 11n })
    const fromX96 = computeMiddleX96(row.openTick)
    const way = planMinute(row, fromX96, FEE_PIPS)
    checkWay(row, way)
    const moved = way.reduce((sum, x96, index) => {
      return sum + computeMoveValue(way[index - 1] ?? fromX96, x96, row.liquidity)
    }, 0n)
    expect(Number(moved) / (3e11 * 0.9995)).toBeCloseTo(1, 3)
  })

  test('behavior: a row without volume trades once, and only if the pool is elsewhere', () => {
    const row = createPoolRow({ openTick: 1n, lowestTick: 0n, highestTick: 300_000n })
    const close = computeMiddleX96(row.closeTick)
    expect(planMinute(row, close, FEE_PIPS)).toEqual([])
    expect(planMinute(row, computeMiddleX96(100n), FEE_PIPS)).toEqual([close])
  })
})
