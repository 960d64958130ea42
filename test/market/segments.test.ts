import { describe, expect, test } from 'vitest'
import type { Minute } from '../../market/minute.ts'
import { computeHours, computeSegments } from '../../market/segments.ts'
import { createMinutes, DAY_AT } from './support/createMinutes.ts'

const relative = (got: bigint | undefined, expected: number): number =>
  Math.abs(Number(got) / expected - 1)

describe('computeSegments', () => {
  test('default: two minutes a segment; the gas price is their mean', () => {
    const fees = [10n, 21n, 30n, 50n]
    const minutes = createMinutes(4, (index) => ({ baseFeePerGas: fees[index] as bigint }))
    const segments = computeSegments(minutes)
    expect(segments.map(({ endAt }) => endAt)).toEqual([DAY_AT + 120n, DAY_AT + 240n])
    expect(segments.map(({ baseFeePerGas }) => baseFeePerGas)).toEqual([15n, 40n])
  })

  test('default: depth is the dollar reserve at harmonic liquidity, price that of the mean tick', () => {
    const [low, high] = [5e17, 9e17]
    const [segment] = computeSegments(
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

  test('behavior: ticks below 0 are rounded down as well, liquidity 0 counts as 1', () => {
    const [segment] = computeSegments(
      createMinutes(2, (index) => ({
        liquidity: 0n,
        closeTick: index === 0 ? -100_001n : -100_000n,
      })),
    )
    expect(relative(segment?.depthUsd6, Math.floor(Math.sqrt(1.0001 ** 100_001)))).toBeLessThan(
      1e-9,
    )
  })

  test('behavior: a segment with one minute takes that one, a segment without any the one before', () => {
    const fees = [10n, 20n, 30n, 0n, 0n, 0n, 70n, 80n]
    const minutes = createMinutes(8, (index) => ({ baseFeePerGas: fees[index] as bigint })).filter(
      ({ baseFeePerGas }) => baseFeePerGas > 0n,
    )
    const segments = computeSegments(minutes)
    expect(segments.map(({ baseFeePerGas }) => baseFeePerGas)).toEqual([15n, 30n, 30n, 75n])
    expect(segments.map(({ endAt }) => endAt)).toEqual(
      [120n, 240n, 360n, 480n].map((s) => DAY_AT + s),
    )
  })

  test('behavior: a segment that is not over does not count; no minutes, no segments', () => {
    expect(computeSegments(createMinutes(3))).toHaveLength(1)
    expect(computeSegments(createMinutes(1))).toEqual([])
    expect(computeSegments([])).toEqual([])
  })

  test.each([0, 0.25, 0.5, 0.8, 1])('default: finds how full blocks were, share %s', (share) => {
    const growth = (1 + (2 * share - 1) / 8) ** 5
    const minutes = createMinutes(2, (index) => ({
      baseFeePerGas: BigInt(Math.round(5e10 * growth ** index)),
    }))
    // The first minute follows none and counts as half full.
    const expected = (500_000 + share * 1e6) / 2
    const got = Number(computeSegments(minutes)[0]?.gasUsedRatioPips)
    expect(Math.abs(got - expected)).toBeLessThanOrEqual(1)
  })

  test('behavior: a leap of the gas price means full blocks, a fall empty ones, a gap half full', () => {
    const ratio = (fees: bigint[], keep: (minute: Minute, index: number) => boolean) => {
      const all = createMinutes(fees.length, (index) => ({ baseFeePerGas: fees[index] as bigint }))
      return computeSegments(all.filter(keep)).at(-1)?.gasUsedRatioPips
    }
    expect(ratio([1n, 1n, 9n, 99n], () => true)).toBe(1_000_000n)
    expect(ratio([99n, 99n, 9n, 1n], () => true)).toBe(0n)
    expect(ratio([1n, 1n, 1n, 99n], (_, index) => index !== 2)).toBe(500_000n)
  })
})

describe('computeHours', () => {
  test('default: the range of the hour, annualised', () => {
    const minutes = createMinutes(120, (index) => ({
      ...(index === 7 && { lowestTick: 201_700n }),
      ...(index === 50 && { highestTick: 202_000n }),
    }))
    const [first, second] = computeHours(minutes)
    const annual = (ticks: number): number =>
      ((ticks * Math.log1p(1e-4)) ** 2 / (4 * Math.LN2)) * (31_557_600 / 3_600) * 1e18
    expect(first?.endAt).toBe(DAY_AT + 3_600n)
    expect(relative(first?.varianceWad, annual(300))).toBeLessThan(1e-12)
    expect(relative(second?.varianceWad, annual(2))).toBeLessThan(1e-12)
  })

  test('behavior: an open or close outside lowest and highest widens the range', () => {
    const range = (change: Partial<Minute>) =>
      computeHours(createMinutes(60, (index) => (index === 3 ? change : {})))[0]?.varianceWad
    const base = range({}) as bigint
    expect(range({ closeTick: 201_803n })).toBe((base * 16n) / 4n)
    expect(range({ openTick: 201_797n })).toBe((base * 16n) / 4n)
  })

  test('behavior: an hour that is not whole, or without a minute, does not count', () => {
    expect(computeHours(createMinutes(59))).toEqual([])
    expect(computeHours(createMinutes(60).slice(1))).toEqual([])
    const withHole = createMinutes(180).filter((_, index) => index < 60 || index >= 120)
    expect(computeHours(withHole).map(({ endAt }) => endAt - DAY_AT)).toEqual([3_600n, 10_800n])
  })
})
