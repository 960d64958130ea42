import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../../market/scenarioTable.ts'
import { maxOf, minOf } from '../../../observation/integerMath.ts'
import { computeSqrtPriceX96 } from '../../../observation/tickMath.ts'
import { MAX_TRADES, planMinute } from '../../../stack/replay/planMinute.ts'
import { computeMiddleX96, computeMoveValue } from '../../../stack/replay/poolMath.ts'
import { createMinutes } from '../../market/support/createMinutes.ts'

const shipped = fileURLToPath(new URL('../../../market/polygon-2023-08-17.csv', import.meta.url))
const FEE_PIPS = 500n

function isWithin(x96: bigint, tick: bigint): boolean {
  return x96 > computeSqrtPriceX96(tick) && x96 < computeSqrtPriceX96(tick + 1n)
}

describe('planMinute', () => {
  test('default: every minute of the recorded day leaves its own ticks, and no more trades than allowed', () => {
    const { minutes } = readScenario(shipped)
    let fromX96 = computeMiddleX96(minutes[0]?.openTick ?? 0n)
    for (const minute of minutes) {
      const way = planMinute(minute, fromX96, FEE_PIPS)
      const { openTick, closeTick, lowestTick, highestTick } = minute
      const low = [lowestTick, openTick, closeTick].reduce(minOf)
      const high = [highestTick, openTick, closeTick].reduce(maxOf)
      if (minute.inAmount0 + minute.inAmount1 === 0n) expect(way).toEqual([])
      else {
        expect(way.length).toBeLessThanOrEqual(MAX_TRADES)
        expect(isWithin(way[0] ?? 0n, openTick)).toBe(true)
        expect(way.some((x96) => isWithin(x96, low))).toBe(true)
        expect(way.some((x96) => isWithin(x96, high))).toBe(true)
        const [bottom, top] = [computeSqrtPriceX96(low), computeSqrtPriceX96(high + 1n)]
        expect(way.every((x96) => x96 > bottom && x96 < top)).toBe(true)
      }
      fromX96 = way.at(-1) ?? fromX96
      expect(fromX96).toBe(computeMiddleX96(closeTick))
    }
  })

  test('behavior: the rest of the volume is traded to and fro', () => {
    const [minute] = createMinutes(1, () => ({ inAmount0: 10n ** 10n, inAmount1: 0n }))
    if (minute === undefined) throw new TypeError('no minute')
    const fromX96 = computeMiddleX96(minute.openTick)
    const way = planMinute(minute, fromX96, FEE_PIPS)
    const moved = way.reduce((sum, x96, index) => {
      return sum + computeMoveValue(way[index - 1] ?? fromX96, x96, minute.liquidity)
    }, 0n)
    expect(Number(moved) / (1e10 * 0.9995)).toBeCloseTo(1, 3)
  })

  test('behavior: a minute without volume trades only if the pool is elsewhere', () => {
    const [minute] = createMinutes(1, () => ({ inAmount0: 0n, inAmount1: 0n }))
    if (minute === undefined) throw new TypeError('no minute')
    const closeX96 = computeMiddleX96(minute.closeTick)
    expect(planMinute(minute, closeX96, FEE_PIPS)).toEqual([])
    expect(planMinute(minute, computeMiddleX96(100n), FEE_PIPS)).toEqual([closeX96])
  })
})
