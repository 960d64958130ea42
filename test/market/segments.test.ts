import { describe, expect, test } from 'vitest'
import { inferGasUsed } from '../../market/inferGasUsed.ts'
import type { Minute } from '../../market/minute.ts'
import { computeDepthSegments, computeSegments } from '../../market/segments.ts'
import { createMinutes, createStart, DAY_AT } from './support/createMinutes.ts'

const relative = (got: bigint | undefined, expected: number): number =>
  Math.abs(Number(got) / expected - 1)

const compute = (minutes: Minute[], segmentOffsetSec = 0) =>
  computeSegments(minutes, createStart({ segmentOffsetSec }))

describe('computeSegments', () => {
  test('default: two minutes a segment; the gas price is their mean', () => {
    const fees = [10n, 21n, 30n, 50n]
    const minutes = createMinutes(4, (index) => ({ baseFeePerGas: fees[index] as bigint }))
    const segments = compute(minutes)
    expect(segments.map(({ endAt }) => endAt)).toEqual([DAY_AT + 120n, DAY_AT + 240n])
    expect(segments.map(({ baseFeePerGas }) => baseFeePerGas)).toEqual([15n, 40n])
  })

  test('default: depth is the dollar reserve at harmonic liquidity, price that of the mean tick', () => {
    const [low, high] = [5e17, 9e17]
    const [segment] = compute(
      createMinutes(2, (index) => ({
        liquidity: BigInt(index === 0 ? low : high),
        closeTick: index === 0 ? 201_800n : 201_903n,
      })),
    )
    // The mean tick is 201,851.5, rounded down.
    const rawPrice = 1.0001 ** 201_851
    const liquidity = 2 / (1 / low + 1 / high)
    expect(relative(segment?.depthUsd6, liquidity / Math.sqrt(rawPrice))).toBeLessThan(1e-9)
    expect(relative(segment?.nativePriceUsd6, 1e18 / rawPrice)).toBeLessThan(1e-9)
  })

  test('behavior: at an offset a segment has its seconds of three minutes, and the blocks of two', () => {
    const ticks = [100n, 200n, 400n, 800n]
    const fees = [10n, 20n, 40n, 80n]
    const minutes = createMinutes(4, (index) => ({
      closeTick: ticks[index] as bigint,
      baseFeePerGas: fees[index] as bigint,
    }))
    const [segment, ...more] = compute(minutes, 11)
    // 00:00:11 to 00:02:11; the blocks are of 00:01 and 00:02.
    expect(segment?.endAt).toBe(DAY_AT + 131n)
    expect(segment?.baseFeePerGas).toBe(30n)
    const meanTick = Math.floor((49 * 100 + 60 * 200 + 11 * 400) / 120)
    expect(relative(segment?.nativePriceUsd6, 1e18 / 1.0001 ** meanTick)).toBeLessThan(1e-9)
    expect(more).toEqual([])
  })

  test('behavior: a missing minute repeats the pool of the one before; without blocks gas is carried', () => {
    const fees = [10n, 20n, 30n, 0n, 0n, 0n, 70n, 80n]
    const minutes = createMinutes(8, (index) => ({
      baseFeePerGas: fees[index] as bigint,
      closeTick: 1_000n * BigInt(index),
    })).filter(({ baseFeePerGas }) => baseFeePerGas > 0n)
    const segments = compute(minutes)
    expect(segments.map(({ baseFeePerGas }) => baseFeePerGas)).toEqual([15n, 30n, 30n, 75n])
    expect(segments.map(({ endAt }) => endAt)).toEqual(
      [120n, 240n, 360n, 480n].map((second) => DAY_AT + second),
    )
    const prices = [500, 2_000, 2_000, 6_500].map((tick) => 1e18 / 1.0001 ** tick)
    for (const [index, price] of prices.entries()) {
      expect(relative(segments[index]?.nativePriceUsd6, price)).toBeLessThan(1e-9)
    }
  })

  test('behavior: a segment that the record does not begin or end with does not count', () => {
    const ends = (minutes: Minute[]) => compute(minutes).map(({ endAt }) => endAt - DAY_AT)
    expect(ends(createMinutes(6).slice(1))).toEqual([240n, 360n])
    expect(ends(createMinutes(5))).toEqual([120n, 240n])
    expect(compute([])).toEqual([])
  })

  test.each([0, 0.25, 0.5, 0.8, 1])('default: finds how full blocks were, share %s', (share) => {
    const growth = (1 + (2 * share - 1) / 8) ** 5
    const minutes = createMinutes(2, (index) => ({
      baseFeePerGas: BigInt(Math.round(5e10 * growth ** index)),
    }))
    // The first minute follows none and counts as half full.
    const expected = (500_000 + share * 1e6) / 2
    const got = Number(compute(minutes)[0]?.gasUsedRatioPips)
    expect(Math.abs(got - expected)).toBeLessThanOrEqual(1)
  })
})

describe('inferGasUsed', () => {
  test('behavior: a leap of the gas price means full blocks, a fall empty ones, a gap half full', () => {
    const [first, second, third] = createMinutes(3) as [Minute, Minute, Minute]
    expect(inferGasUsed(first, { ...second, baseFeePerGas: 99n * second.baseFeePerGas })).toBe(
      1_000_000n,
    )
    expect(inferGasUsed(first, { ...second, baseFeePerGas: 1n })).toBe(0n)
    expect(inferGasUsed(first, { ...third, baseFeePerGas: 1n })).toBe(500_000n)
    expect(inferGasUsed(undefined, first)).toBe(500_000n)
  })
})

describe('computeDepthSegments', () => {
  const squaredTick = 1.5 * Math.log1p(1e-4) ** 2 * 8_766 * 1e18
  const variances = (minutes: Minute[], offsetSec = 0n) =>
    computeDepthSegments(minutes, offsetSec).flatMap(({ endAt, hourVarianceWad }) =>
      hourVarianceWad === undefined ? [] : [[Number(endAt - DAY_AT), Number(hourVarianceWad)]],
    )

  test("default: an hour's variance is 3/2 of the squared steps between mean ticks, annualised", () => {
    // From 01:30 on the tick is 40 higher, for the minute 01:47 it is 100 lower: 50 in its segment's mean.
    const minutes = createMinutes(180, (index) => ({
      closeTick: 201_800n + (index >= 90 ? 40n : 0n) - (index === 107 ? 100n : 0n),
    }))
    const [[endAt, variance] = [], [nextAt, next] = [], ...more] = variances(minutes)
    expect([endAt, nextAt]).toEqual([7_200, 10_800])
    expect((variance as number) / (squaredTick * (40 ** 2 + 2 * 50 ** 2))).toBeCloseTo(1, 12)
    expect(next).toBe(0)
    expect(more).toEqual([])
  })

  test("behavior: an hour needs the segment before it, and begins at the offset's second", () => {
    const minutes = createMinutes(62)
    expect(variances(minutes)).toEqual([])
    expect(variances(createMinutes(122))).toEqual([[7_200, 0]])
    expect(variances(createMinutes(62).map(earlier))).toEqual([[3_600, 0]])
    expect(variances(createMinutes(62).map(earlier), 11n)).toEqual([])
    expect(variances(createMinutes(63).map(earlier), 11n)).toEqual([[3_611, 0]])
  })
})

/** Two minutes earlier. */
const earlier = (minute: Minute): Minute => ({ ...minute, minuteAt: minute.minuteAt - 120n })
