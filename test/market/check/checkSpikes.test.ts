import { describe, expect, test } from 'vitest'
import { checkSpikes } from '../../../market/check/checkSpikes.ts'
import { createRandom, createTable, toTable } from '../support/createTable.ts'
import { readRecorded } from '../support/recordedFile.ts'

function check(format: string, name: string) {
  const [table] = readRecorded(format, name)
  return table === undefined ? [] : checkSpikes(toTable(table))
}

/** Ticks that wander, with one row changed. */
function createPool(change: Record<string, number>, changed = 100) {
  const random = createRandom(3)
  let tick = 200_000
  return createTable('pool', 200, (index) => {
    tick += Math.round((random() - 0.5) * 6)
    const row = {
      openTick: tick,
      closeTick: tick,
      lowestTick: tick - 2,
      highestTick: tick + 2,
      liquidity: 1e18,
    }
    return index === changed ? { ...row, ...change } : row
  })
}

describe('checkSpikes', () => {
  test('default: bars of a falling market have none', () => {
    expect(check('exchange', 'exchange')).toEqual([])
    expect(checkSpikes(createPool({}))).toEqual([])
  })

  test('behavior: the swap that went there and back on Polygon is found in the low and high ticks', () => {
    const [finding] = check('pool-minutes', 'poolMinutes-spike')
    expect(finding).toMatchObject({ name: 'spike', severity: 'warn' })
    expect(finding?.text).toMatch(/farthest by 1.33 % at 2023-08-17 21:45: one swap can do that/)
  })

  test('behavior: a swap of 1,421 ticks within a minute is found, in either direction', () => {
    for (const change of [{ lowestTick: 198_579 }, { highestTick: 201_421 }]) {
      expect(checkSpikes(createPool(change))).toMatchObject([{ name: 'spike', count: 1 }])
    }
  })

  test('behavior: a close that is back in the next row is found, a fall that stays is not', () => {
    const away = { openTick: 200_000, closeTick: 201_000, highestTick: 201_000 }
    expect(checkSpikes(createPool(away))).toMatchObject([{ name: 'spike', count: 1 }])
    const fall = createTable('pool', 200, (index) => {
      const tick = 200_000 + (index % 3) + (index >= 100 ? 1_000 : 0)
      const [low, high] = index === 100 ? [200_000, tick] : [tick - 1, tick + 1]
      return { openTick: tick, closeTick: tick, lowestTick: low, highestTick: high }
    })
    expect(checkSpikes(fall)).toEqual([])
  })

  test('behavior: liquidity that was minted for one trade is found in the record of minutes', () => {
    const findings = check('pool-minutes', 'poolMinutes-minted')
    const minted = findings.find(({ name }) => name === 'liquidity-spike')
    expect(minted).toMatchObject({ severity: 'warn', at: Date.parse('2024-01-05T06:08Z') / 1_000 })
    // The events tell that it was burned again.
    const events = check('pool-events', 'poolEvents-minted')
    expect(events.find(({ name }) => name === 'liquidity-spike')?.at).not.toBe(minted?.at)
  })
})
