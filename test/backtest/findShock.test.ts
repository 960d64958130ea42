import { describe, expect, test } from 'vitest'
import { findShock } from '../../backtest/findShock.ts'
import { createMinutes, DAY_AT } from '../market/support/createMinutes.ts'
import { createRows } from '../market/support/createRows.ts'

/** Gas climbs from minute 121 to its peak at 130 and stays up to 140; liquidity and price dip. */
const minutes = createMinutes(300, (index) => {
  const isUp = index > 120 && index <= 140
  const fee = isUp ? 50 + 100 * Math.min(10, index - 120) - Math.max(0, index - 130) : 50
  const dip = isUp && { liquidity: 390_000_000_000_000_000n, closeTick: 202_500n }
  return { baseFeePerGas: BigInt(fee) * 1_000_000_000n, ...dip }
})

/** The model follows from row 47 (124 minutes) on and is worst at row 53; half is gone at row 61. */
const rows = createRows(136, (index) => {
  const step = index < 47 ? 0 : Math.max(0, 7 - Math.abs(index - 53))
  return { aggressivenessPips: BigInt(200 - 20 * step), bandPips: BigInt(20_000 + 5_000 * step) }
})

const minuteOf = (at: bigint | undefined) => at !== undefined && Number(at - DAY_AT) / 60

describe('findShock', () => {
  test('default: finds the rise, what fell, and how the model answered', () => {
    const shock = findShock(minutes, rows)
    expect(minuteOf(shock?.start.minuteAt)).toBe(120)
    expect(minuteOf(shock?.peak.minuteAt)).toBe(130)
    expect(minuteOf(shock?.before.at)).toBe(120)
    expect(minuteOf(shock?.felt.at)).toBe(124)
    expect(minuteOf(shock?.slowest.at)).toBe(136)
    expect(minuteOf(shock?.widest.at)).toBe(136)
    expect(shock?.widest.target.bandPips).toBe(55_000n)
    expect(minuteOf(shock?.allClear?.at)).toBe(144)
    const { start, lowest } = shock?.depthUsd6 ?? { start: 0n, lowest: 0n }
    expect(Number(lowest) / Number(start)).toBeCloseTo(0.5 / Math.sqrt(1.0001 ** 700), 5)
    const price = shock?.nativePriceUsd6
    expect(Number(price?.start) / Number(price?.lowest)).toBeCloseTo(1.0001 ** 700, 5)
  })

  test('behavior: a band that has not narrowed by the end has no all-clear', () => {
    expect(findShock(minutes, rows.slice(0, 56))?.allClear).toBeUndefined()
  })

  test('behavior: there is no shock in calm, before it, after it, or without the hour before it', () => {
    expect(findShock(createMinutes(300), rows)).toBeUndefined()
    expect(findShock(minutes, rows.slice(0, 40))).toBeUndefined()
    expect(findShock(minutes, rows.slice(60))).toBeUndefined()
    expect(findShock(minutes.slice(100), rows)).toBeUndefined()
    expect(findShock(minutes, [])).toBeUndefined()
  })

  test('behavior: a model that does not answer is not reported as a shock', () => {
    expect(findShock(minutes, createRows(136))).toBeUndefined()
  })
})
