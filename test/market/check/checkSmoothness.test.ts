import { describe, expect, test } from 'vitest'
import { checkSmoothness } from '../../../market/check/checkSmoothness.ts'
import { createRandom, createTable, toTable } from '../support/createTable.ts'
import { readRecorded } from '../support/recordedFile.ts'

const COUNT = 1_200

/** A random walk of a price in millionths of a dollar, steps of some basis points. */
function walk(seed: number, count = COUNT): number[] {
  const random = createRandom(seed)
  let price = 2_000e6
  return Array.from({ length: count }, () => {
    price *= 1 + (random() - 0.5) * 1e-3
    return Math.round(price)
  })
}

const check = (prices: readonly number[], volume?: (index: number) => number) =>
  checkSmoothness(
    createTable('price', prices.length, (index) => ({
      priceUsd6: prices[index] ?? 0,
      ...(volume && { volumeUsd6: volume(index) }),
    })),
  )
const names = (findings: ReturnType<typeof check>) => findings.map(({ name }) => name)

describe('checkSmoothness', () => {
  const records = [
    ['exchange', 'exchange'],
    ['pool-minutes', 'poolMinutes-closeOutside'],
    ['pool-minutes', 'poolMinutes-spike'],
  ] as const
  test.each(records)('default: the recorded %s (%s) have no finding', (format, name) => {
    const [table] = readRecorded(format, name)
    expect(table && checkSmoothness(toTable(table))).toEqual([])
  })

  test('default: a random walk has none', () => {
    for (const seed of [1, 2, 3, 4, 5]) expect(check(walk(seed))).toEqual([])
  })

  test('error: hours that were filled in to minutes along a line are refused', () => {
    const hours = walk(7, 21)
    const minutes = Array.from({ length: COUNT }, (_, index) => {
      const hour = Math.floor(index / 60)
      const [from, to] = [hours[hour] ?? 0, hours[hour + 1] ?? 0]
      return from + ((to - from) * (index % 60)) / 60
    })
    const findings = check(minutes)
    expect(findings[0]).toMatchObject({ name: 'interpolated', severity: 'refuse' })
    const geometric = minutes.map((_, index) => {
      const hour = Math.floor(index / 60)
      const [from, to] = [hours[hour] ?? 1, hours[hour + 1] ?? 1]
      return Math.round(from * (to / from) ** ((index % 60) / 60))
    })
    expect(names(check(geometric))).toContain('interpolated')
  })

  test('behavior: averages of a price are smoothed', () => {
    const prices = walk(9)
    const averages = prices.map((_, index) => {
      const part = prices.slice(Math.max(0, index - 9), index + 1)
      return Math.round(part.reduce((sum, price) => sum + price, 0) / part.length)
    })
    expect(check(averages)).toMatchObject([{ name: 'smoothed', severity: 'warn' }])
  })

  test('behavior: prices that are repeated are found, with the place of the longest run', () => {
    const prices = walk(11)
    const held = prices.map((price, index) =>
      index >= 300 && index < 360 ? (prices[300] ?? 0) : price,
    )
    const [finding] = check(held)
    expect(finding).toMatchObject({ name: 'repeated-price', severity: 'warn' })
    expect(finding?.text).toContain('up to 59 rows from 2023-01-01 05:00 on')
    const coarse = prices.map((_, index) => prices[index - (index % 3)] ?? 0)
    expect(names(check(coarse))).toContain('repeated-price')
  })

  test('behavior: a pool that nobody trades with may stand still', () => {
    const pool = createTable('pool', 500, (index) => ({
      closeTick: 200_000 + (index < 250 ? 0 : 40),
      inAmount0: index === 250 ? 5 : 0,
      inAmount1: 0,
    }))
    expect(checkSmoothness(pool)).toEqual([])
  })

  test('behavior: moves of few sizes are no market', () => {
    const random = createRandom(13)
    let price = 2_000e6
    const prices = Array.from({ length: COUNT }, () => {
      price = Math.round(price * (random() > 0.5 ? 1.0005 : 1 / 1.0005))
      return price
    })
    expect(names(check(prices.map((_, index) => prices[index] ?? 0)))).toEqual(['few-returns'])
  })

  test('error: prices that move without volume: a few warn, most of them refuse', () => {
    const prices = walk(15)
    const few = check(prices, (index) => (index % 100 === 50 ? 0 : 1))
    expect(few).toMatchObject([{ name: 'no-volume', severity: 'warn', count: 12 }])
    expect(check(prices, () => 0)).toMatchObject([{ name: 'no-volume', severity: 'refuse' }])
  })
})
