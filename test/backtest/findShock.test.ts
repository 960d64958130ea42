import { describe, expect, test } from 'vitest'
import { findShock } from '../../backtest/findShock.ts'
import { createRecording, MARKET_DAY_AT } from '../market/support/createRecording.ts'
import { createRows } from '../market/support/createRows.ts'

/** Gas climbs from minute 121 to its peak at 130 and stays up to 140; liquidity and price dip. */
const recording = createRecording(300, {
  block: (minute) => {
    const isUp = minute > 120 && minute <= 140
    const gwei = 50 + 100 * Math.min(10, minute - 120) - Math.max(0, minute - 130)
    return { baseFeePerGas: BigInt(isUp ? gwei : 50) * 1_000_000_000n }
  },
  pool: (minute) => {
    const isUp = minute > 120 && minute <= 140
    return isUp ? { liquidity: 3_900_000_000_000_000_000n, closeTick: 201_011n } : {}
  },
})

/** The model follows from row 47 (124 minutes) on and is worst at row 53; half is gone at row 61. */
const rows = createRows(136, (index) => {
  const step = index < 47 ? 0 : Math.max(0, 7 - Math.abs(index - 53))
  return { aggressivenessPips: BigInt(200 - 20 * step), bandPips: BigInt(20_000 + 5_000 * step) }
})

const minuteOf = (at: bigint | undefined) => at !== undefined && Number(at - MARKET_DAY_AT) / 60

describe('findShock', () => {
  test('default: finds the rise, what fell, and how the model answered', () => {
    const shock = findShock(recording, rows)
    // The last block of minute 120.
    expect(minuteOf(shock?.start.at)).toBe(120.8)
    expect(minuteOf(shock?.peak.at)).toBe(130)
    expect(minuteOf(shock?.before.at)).toBe(120)
    expect(minuteOf(shock?.felt.at)).toBe(124)
    expect(minuteOf(shock?.slowest.at)).toBe(136)
    expect(minuteOf(shock?.widest.at)).toBe(136)
    expect(shock?.widest.target.bandPips).toBe(55_000n)
    expect(minuteOf(shock?.allClear?.at)).toBe(144)
    const { start, lowest } = shock?.depthUsd6 ?? { start: 0n, lowest: 0n }
    expect(Number(lowest) / Number(start)).toBeCloseTo(0.5 / Math.sqrt(1.0001 ** 700), 5)
    const price = shock?.assetPriceUsd6
    expect(Number(price?.start) / Number(price?.lowest)).toBeCloseTo(1.0001 ** 700, 5)
  })

  test('behavior: a chain whose coin is not the asset: the price is the asset’s all the same', () => {
    const chain = { ...recording.chain, nativeCoin: 'MATIC', nativePriceUsd6: 550_000 }
    const price = findShock({ ...recording, chain }, rows)?.assetPriceUsd6
    expect(price).toEqual(findShock(recording, rows)?.assetPriceUsd6)
  })

  test('behavior: a band that has not narrowed by the end has no all-clear', () => {
    expect(findShock(recording, rows.slice(0, 56))?.allClear).toBeUndefined()
  })

  test('behavior: there is no shock in calm, before it, after it, or without the hour before it', () => {
    expect(findShock(createRecording(300), rows)).toBeUndefined()
    expect(findShock(recording, rows.slice(0, 40))).toBeUndefined()
    expect(findShock(recording, rows.slice(60))).toBeUndefined()
    const late = { ...recording, blocks: recording.blocks.slice(500) }
    expect(findShock(late, rows)).toBeUndefined()
    expect(findShock(recording, [])).toBeUndefined()
  })

  test('behavior: a model that does not answer is not reported as a shock', () => {
    expect(findShock(recording, createRows(136))).toBeUndefined()
  })
})
