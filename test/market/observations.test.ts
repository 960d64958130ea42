import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Observation } from '../../core/index.ts'
import type { Minute } from '../../market/minute.ts'
import { computeObservations, computeStart } from '../../market/observations.ts'
import { readScenario } from '../../market/scenarioTable.ts'
import { createMinutes, createStart, DAY_AT } from './support/createMinutes.ts'

const start = createStart()
const navUsd6 = 1_000_000_000n

const observe = (minutes: Minute[]) => computeObservations(minutes, start, navUsd6)

/** An hour in which some segments, counted from 0, are different. */
const withShock = (segments: number[], change: Partial<Minute>, count = 40): Minute[] =>
  createMinutes(2 * count, (index) => (segments.includes(Math.floor(index / 2)) ? change : {}))

const shock: Partial<Minute> = {
  baseFeePerGas: 900_000_000_000n,
  liquidity: 100_000_000_000_000_000n,
  closeTick: 201_000n,
}

type MedianField = 'baseFeePerGas' | 'gasUsedRatioPips' | 'depthUsd6' | 'nativePriceUsd6'
const medianFields: MedianField[] = [
  'baseFeePerGas',
  'gasUsedRatioPips',
  'depthUsd6',
  'nativePriceUsd6',
]
const medians = ({ observation }: { observation: Observation }) =>
  medianFields.map((field) => observation[field])

describe('computeObservations', () => {
  test('behavior: none before 15 segments are there, then one a segment', () => {
    expect(observe(createMinutes(29))).toEqual([])
    const observations = observe(createMinutes(34))
    expect(observations.map(({ at }) => at - DAY_AT)).toEqual([1_800n, 1_920n, 2_040n])
    expect(observations[0]?.observation).toMatchObject({
      navUsd6,
      dataFeeWei: 0n,
      curvaturePips: 0n,
      horizonSec: 0n,
    })
  })

  test('behavior: one odd segment moves nothing, whichever way', () => {
    const calm = observe(withShock([], {})).map(medians)
    const opposite = { baseFeePerGas: 1n, liquidity: 9n * 10n ** 18n, closeTick: 202_500n }
    expect(observe(withShock([20], { ...shock })).map(medians)).toEqual(calm)
    expect(observe(withShock([20], opposite)).map(medians)).toEqual(calm)
  })

  test('behavior: a shock is felt after two segments, an all-clear after eight', () => {
    const shocked = [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]
    const observations = observe(withShock(shocked, shock, 50))
    const isFelt = (field: MedianField) => {
      const calm = observations[0]?.observation[field]
      // Row 0 belongs to segment 14.
      return observations.flatMap((row, index) =>
        row.observation[field] === calm ? [] : [index + 14],
      )
    }
    for (const field of ['baseFeePerGas', 'depthUsd6', 'nativePriceUsd6'] as const) {
      const felt = isFelt(field)
      expect(felt[0]).toBe(17)
      // The last segment of the shock is 30: the eighth after it, 38, is calm again.
      expect(felt.at(-1)).toBe(37)
      expect(felt).toHaveLength(21)
    }
  })

  test('behavior: the more cautious of fast and slow counts, both ways', () => {
    const cheap = { baseFeePerGas: 1n, liquidity: 9n * 10n ** 18n, closeTick: 202_500n }
    const fast = observe(withShock([36, 37, 38, 39], cheap)).at(-1)
    const calm = observe(withShock([], {})).at(-1)
    expect(fast && medians(fast)).toEqual(calm && medians(calm))
  })

  test('behavior: a segment without data carries the one before it forward', () => {
    const minutes = createMinutes(80, (index) => (index === 41 ? shock : {}))
    // Segments 21 and 22 are missing, so segment 20 with its shock counts three times: that is felt.
    const withHole = minutes.filter((_, index) => index < 42 || index > 45)
    const feltAt = (given: Minute[]) =>
      observe(given).flatMap(({ at, observation }) =>
        observation.baseFeePerGas === 50_000_000_000n ? [] : [Number(at - DAY_AT) / 120 - 1],
      )
    expect(feltAt(minutes)).toEqual([])
    expect(feltAt(withHole)).toEqual([21, 22, 23])
  })

  test('default: the recorded day equals an independent recomputation in floating point', () => {
    const file = new URL('../../market/polygon-2023-08-17.csv', import.meta.url)
    const scenario = readScenario(fileURLToPath(file))
    const got = computeObservations(scenario.minutes, scenario.start, navUsd6)
    const expected = recompute(scenario.minutes, scenario.start)
    expect(got).toHaveLength(706)
    for (const [index, { at, observation }] of got.entries()) {
      expect(Number(at)).toBe(Number(DAY_AT) + 1_800 + 120 * index)
      for (const [field, value] of Object.entries(expected[index] as Record<string, number>)) {
        const actual = Number(observation[field as keyof Observation])
        // An inferred share below a tenth has few digits left: the pips decide there.
        const error = Math.abs(actual - value) / Math.max(value, 1e5)
        expect(error, `${field} of row ${index}`).toBeLessThan(1e-4)
        if (field !== 'gasUsedRatioPips') expect(error).toBeLessThan(1e-9)
      }
    }
  })
})

/** The definitions once more, straight from docs/model.md, without any of the code under test. */
function recompute(minutes: Minute[], from: typeof start): Record<string, number>[] {
  const fees = minutes.map((m) => Number(m.baseFeePerGas))
  const used = fees.map((fee, i) => {
    const growth = i === 0 ? 1 : (fee / (fees[i - 1] as number)) ** (1 / 5)
    return Math.min(1, Math.max(0, 0.5 + 4 * (growth - 1))) * 1e6
  })
  const pairs = Array.from({ length: minutes.length / 2 }, (_, i) => [2 * i, 2 * i + 1])
  const of = (pick: (i: number) => number) =>
    pairs.map(([a = 0, b = 0]) => [pick(a), pick(b)] as const)
  const mean = (values: (readonly [number, number])[]) => values.map(([a, b]) => (a + b) / 2)
  const ticks = mean(of((i) => Number(minutes[i]?.closeTick))).map(Math.floor)
  const raw = ticks.map((tick) => Math.exp(tick * Math.log1p(1e-4)))
  const liquidity = of((i) => Number(minutes[i]?.liquidity)).map(([a, b]) => (2 * a * b) / (a + b))
  const depth = liquidity.map((value, i) => value / Math.sqrt(raw[i] as number))
  const middle = (values: number[]) =>
    [...values].sort((a, b) => a - b)[(values.length - 1) / 2] as number
  const both = (values: number[], i: number) =>
    [middle(values.slice(i - 2, i + 1)), middle(values.slice(i - 14, i + 1))] as const

  const baseFees = mean(of((i) => fees[i] as number))
  const ratios = mean(of((i) => used[i] as number))
  const prices = raw.map((value) => 1e18 / value)
  let reference = Number(from.startDepthRefUsd6)
  let variance = Number(from.startVarianceWad)
  const rows: Record<string, number>[] = []
  for (let i = 0; i < pairs.length; i++) {
    reference += ((depth[i] as number) - reference) / 5_040
    // The day's first hour lacks the segment before it.
    if (i % 30 === 29 && i > 29) {
      const steps = ticks
        .slice(i - 29, i + 1)
        .map((tick, j) => tick - (ticks[i - 30 + j] as number))
      const squared = steps.reduce((sum, step) => sum + step * step, 0)
      const hourly = 1.5 * squared * Math.log1p(1e-4) ** 2 * 8_766
      const keep = 0.94 ** (1 / 24)
      variance = keep * variance + (1 - keep) * hourly * 1e18
    }
    if (i < 14) continue
    rows.push({
      baseFeePerGas: Math.max(...both(baseFees, i)),
      gasUsedRatioPips: Math.max(...both(ratios, i)),
      nativePriceUsd6: Math.max(...both(prices, i)),
      depthUsd6: Math.min(...both(depth, i)),
      depthRefUsd6: reference,
      varianceWad: variance,
    })
  }
  return rows
}

describe('computeStart', () => {
  test('default: a record shorter than the memory gives plain means', () => {
    // 02:00 to 03:00 moves by 3 ticks twice, 03:00 to 04:00 not at all.
    const minutes = createMinutes(240, (index) => ({
      ...(index >= 120 && { liquidity: 390_000_000_000_000_000n }),
      ...(index >= 140 && index < 150 && { closeTick: 201_803n }),
    }))
    const averages = computeStart(minutes, 0)
    const full = 7.8e17 / Math.sqrt(1.0001 ** 201_800)
    const perTick = 1.5 * Math.log1p(1e-4) ** 2 * 8_766 * 1e18
    expect(Number(averages?.startDepthRefUsd6) / (full * 0.75)).toBeCloseTo(1, 5)
    expect(Number(averages?.startVarianceWad) / ((perTick * 2 * 9) / 3)).toBeCloseTo(1, 9)
  })

  test('behavior: a longer record is an exponential average, 1/5040 a segment', () => {
    const count = 2 * 5_040
    const calm = createMinutes(count + 2)
    const depth = Number(computeStart(calm.slice(0, count), 0)?.startDepthRefUsd6)
    const changed = calm.map((minute, index) =>
      index < count ? minute : { ...minute, liquidity: 2n * minute.liquidity },
    )
    expect(Number(computeStart(changed, 0)?.startDepthRefUsd6) / depth - 1).toBeCloseTo(
      1 / 5_040,
      8,
    )
  })

  test('behavior: without a complete hour and the segment before it there is none', () => {
    expect(computeStart(createMinutes(119), 0)).toBeUndefined()
    expect(computeStart(createMinutes(120), 0)).toMatchObject({ startVarianceWad: 0n })
    expect(computeStart([], 0)).toBeUndefined()
  })

  test('behavior: a market that starts with them goes on as the record would', () => {
    const all = createMinutes(4 * 60, (index) => ({
      closeTick: 201_800n + BigInt((7 * index) % 31),
    }))
    const before = computeStart(all.slice(0, 180), 0)
    const first = before && computeObservations(all.slice(180), before, navUsd6)[0]?.observation
    expect(first?.varianceWad).toBe(before?.startVarianceWad)
    const gap = Number(first?.depthRefUsd6) / Number(before?.startDepthRefUsd6) - 1
    expect(Math.abs(gap)).toBeLessThan(1e-4)
  })
})
