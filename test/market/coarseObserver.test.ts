import { describe, expect, test } from 'vitest'
import { CoarseObserver, type CoarseRow } from '../../market/coarseObserver.ts'

const HOUR = 3_600
const start = { segmentOffsetSec: 0, startVarianceWad: 0n, startDepthRefUsd6: 0n }
const row = (at: number, priceUsd6: number, change: Partial<CoarseRow> = {}): CoarseRow => ({
  at,
  priceUsd6,
  depthUsd6: 150e12,
  baseFeePerGas: 20e9,
  gasUsedRatioPips: 500_000,
  nativePriceUsd6: priceUsd6,
  ...change,
})
const observe = (rows: readonly CoarseRow[], from = start) => {
  const observer = new CoarseObserver(from)
  return rows.map((given) => observer.add(given)?.observation)
}
const relative = (got: bigint | undefined, expected: number) => Math.abs(Number(got) / expected - 1)

describe('CoarseObserver', () => {
  test("default: the figures are the row's own; the first return gives the variance a year", () => {
    const [first, second] = observe([row(0, 2e9), row(8 * HOUR, 2.1e9)])
    expect(first).toBeUndefined()
    expect(second).toMatchObject({
      baseFeePerGas: 20_000_000_000n,
      gasUsedRatioPips: 500_000n,
      nativePriceUsd6: 2_100_000_000n,
      depthUsd6: 150_000_000_000_000n,
      depthRefUsd6: 150_000_000_000_000n,
      dataFeeWei: 0n,
    })
    expect(relative(second?.varianceWad, ((Math.log(1.05) ** 2 * 8_766) / 8) * 1e18)).toBeLessThan(
      1e-12,
    )
  })

  test.each([1, 8, 24])('default: steps of %i h keep 0.94 of a voted variance a day', (hours) => {
    const startVarianceWad = 10n ** 18n
    const rows = Array.from({ length: 24 / hours + 1 }, (_, index) =>
      row(index * hours * HOUR, 2e9),
    )
    const last = observe(rows, { ...start, startVarianceWad }).at(-1)
    expect(relative(last?.varianceWad, 0.94e18)).toBeLessThan(1e-12)
  })

  test('default: the depth of a row counts for each 120 s of its time', () => {
    const startDepthRefUsd6 = 100_000_000_000_000n
    const rows = [row(0, 2e9, { depthUsd6: 100e12 }), row(24 * HOUR, 2e9, { depthUsd6: 200e12 })]
    const last = observe(rows, { ...start, startDepthRefUsd6, startVarianceWad: 1n }).at(-1)
    // Each of the 720 is rounded down.
    expect(relative(last?.depthRefUsd6, 200e12 - 100e12 * (1 - 1 / 5_040) ** 720)).toBeLessThan(
      1e-10,
    )
  })

  test('behavior: steps below an hour are added up to hours', () => {
    const prices = [2e9, 2.01e9, 2e9, 2.02e9, 2e9]
    const rows = prices.map((price, index) => row(index * 900, price))
    const observed = observe(rows)
    expect(observed.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined])
    const squares = 2 * Math.log(2.01 / 2) ** 2 + 2 * Math.log(2.02 / 2) ** 2
    expect(relative(observed[4]?.varianceWad, squares * 8_766 * 1e18)).toBeLessThan(1e-12)
  })

  test('behavior: a row without a depth or a base fee is no observation', () => {
    const from = { ...start, startVarianceWad: 1n }
    expect(observe([row(0, 2e9, { depthUsd6: NaN })], from)).toEqual([undefined])
    expect(observe([row(0, 2e9, { baseFeePerGas: NaN })], from)).toEqual([undefined])
  })
})
