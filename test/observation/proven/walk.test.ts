import { describe, expect, test } from 'vitest'
import { listTimes, type ProvenSettings } from '../../../observation/proven/index.ts'
import { type Averages, walk } from '../../../observation/proven/walk.ts'
import type { DatedSums } from '../../../observation/proven/windows.ts'
import { Random, testSeed } from '../../generators/random.ts'
import { createSource } from '../support/createSource.ts'

const WAD = 10n ** 18n
const SEGMENT_SEC = 120n
/** A time at which a segment ends. */
const START_AT = 1_652_400_000n
const VARIANCE_WEIGHT = 11_636n

const settings: ProvenSettings = {
  source: createSource({ startVarianceWad: WAD, startDepthRefUsd6: 10n ** 12n }),
  isLean: false,
  valuesHoldings: false,
  varianceCap: 0n,
  minFeeAgeBlocks: 25n,
  maxFeeAgeBlocks: 256n,
}

/** Sums of a pool whose tick is told for each second. */
function createPath(ticks: readonly number[]): (at: bigint) => DatedSums {
  const sums = [0n]
  for (const tick of ticks) sums.push((sums.at(-1) as bigint) + BigInt(tick))
  return (at) => ({
    at,
    tickSum: sums[Number(at - START_AT)] as bigint,
    secondsPerLiquidityX128: 0n,
  })
}

function walkTo(
  kept: Averages | undefined,
  at: bigint,
  read: (at: bigint) => DatedSums,
  change: Partial<ProvenSettings> = {},
): Averages {
  const changed = { ...settings, ...change }
  return walk(kept, listTimes(at, changed).pool.map(read), 10n ** 12n, changed)
}

/** The variance of one walk alone: what moved the average, times its weight. */
function readWalkVariance(before: Averages, after: Averages): number {
  const span = after.segment - before.segment
  const moved = Number(after.varianceWad - before.varianceWad)
  return Number(before.varianceWad) + moved * (Number(span + VARIANCE_WEIGHT) / Number(span))
}

const HOURS = 40
const PATH_SEC = HOURS * 3_600 + 1_800

describe('walk', () => {
  test('default: of a random walk it measures the variance, whatever the time between two walks', () => {
    const random = new Random(testSeed())
    const ticks: number[] = []
    let tick = 0
    for (let second = 0; second <= PATH_SEC; second += 1) {
      tick += random.chance(0.5) ? 5 : -5
      ticks.push(tick)
    }
    const read = createPath(ticks)
    // 25 squared ticks a second, a year.
    const variance = 25 * Math.log(1.0001) ** 2 * 31_557_600 * 1e18
    for (const spans of [[5n], [3n], [15n], [3n, 8n, 5n, 31n]]) {
      let at = START_AT + 1_800n
      let kept = walkTo(undefined, at, read)
      let [sum, weight] = [0, 0]
      for (let index = 0; ; index += 1) {
        const span = spans[index % spans.length] as bigint
        at += span * SEGMENT_SEC
        if (at > START_AT + BigInt(PATH_SEC)) break
        const next = walkTo(kept, at, read)
        sum += readWalkVariance(kept, next) * Number(span)
        weight += Number(span)
        kept = next
      }
      // Some hundred windows: within four times their spread.
      expect(sum / weight / variance).toBeGreaterThan(0.7)
      expect(sum / weight / variance).toBeLessThan(1.35)
    }
  })

  test('behavior: no move is left out: a jump at any second counts in one walk or in two', () => {
    for (let jumpAt = 1_805; jumpAt < 3_000; jumpAt += 37) {
      const read = createPath(
        Array.from({ length: 6_000 }, (_, second) => (second < jumpAt ? 0 : 1_000)),
      )
      let kept = walkTo(undefined, START_AT + 1_800n, read)
      let total = 0
      for (let at = START_AT + 2_400n; at <= START_AT + 4_800n; at += 600n) {
        const next = walkTo(kept, at, read)
        total += readWalkVariance(kept, next)
        kept = next
      }
      // (ln 1.0001)^2 1,000^2 over 600 s, in three parts of squares at most: between a third and once and a half of it.
      const whole = Math.log(1.0001) ** 2 * 1e6 * (31_557_600 / 600) * 1e18
      expect(total / whole).toBeGreaterThan(0.5)
      expect(total / whole).toBeLessThan(1.6)
    }
  })

  test('behavior: fewer than three segments after the walk before nothing moves', () => {
    const read = createPath(Array.from({ length: 6_000 }, (_, second) => second))
    const kept = walkTo(undefined, START_AT + 1_800n, read)
    expect(walkTo(kept, START_AT + 1_800n + 359n, read)).toBe(kept)
    const next = walkTo(kept, START_AT + 1_800n + 360n, read)
    expect(next.segment).toBe(kept.segment + 3n)
    expect(next.firstSegment).toBe(kept.firstSegment)
  })

  test('behavior: the first walk starts at the voted figures and the end of its oldest window', () => {
    const read = createPath(Array.from({ length: 6_000 }, () => 7))
    const first = walkTo(undefined, START_AT + 1_800n, read)
    const segment = (START_AT + 1_800n) / SEGMENT_SEC
    expect([first.segment, first.firstSegment]).toEqual([segment, segment - 10n])
    // No move in ten segments.
    expect(first.varianceWad).toBe(
      WAD - (WAD * 10n + VARIANCE_WEIGHT + 9n) / (VARIANCE_WEIGHT + 10n),
    )
    expect(first.depthRefUsd6).toBe(10n ** 12n)
    expect(first.meanTickQ8).toBe(7n * 256n)
  })

  test('behavior: the cap cuts one walk to so many times the kept average, or the voted start', () => {
    const read = createPath(
      Array.from({ length: 6_000 }, (_, second) => (second < 2_000 ? 0 : 9_000)),
    )
    const kept = walkTo(undefined, START_AT + 1_800n, read)
    const at = START_AT + 2_400n
    const whole = readWalkVariance(kept, walkTo(kept, at, read))
    expect(whole).toBeGreaterThan(30e18)
    const cut = readWalkVariance(kept, walkTo(kept, at, read, { varianceCap: 8n }))
    // The kept one is below the voted start by then.
    expect(kept.varianceWad).toBeLessThan(WAD)
    expect(cut / 8e18).toBeCloseTo(1, 6)
    const calm = { ...kept, varianceWad: 2n * WAD }
    const higher = readWalkVariance(calm, walkTo(calm, at, read, { varianceCap: 8n }))
    expect(higher / 16e18).toBeCloseTo(1, 6)
  })
})
