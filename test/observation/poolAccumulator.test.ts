import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computePoolSegments,
  computeSqrtPriceX96,
  EventOrderError,
  LiquidityBelowZeroError,
  PoolAccumulator,
  type PoolEvent,
} from '../../observation/index.ts'
import { VARIANCE_WAD_PER_TICK_SQUARED } from '../../observation/variance.ts'
import { events } from './support/createEvents.ts'
import { START_AT } from './support/createHeaders.ts'

const { initialize, swap, liquidity } = events
const at = (second: number) => START_AT + BigInt(second)
const compute = (list: PoolEvent[], second: number, offsetSec = 0n) =>
  computePoolSegments(list, at(second), offsetSec)

/** A pool with one wide position, and liquidity 1000. */
const opening = [initialize(0, 100n), liquidity(0, -887_270n, 887_270n, 1_000n)]

describe('PoolAccumulator', () => {
  test('default: mean tick and harmonic mean liquidity, weighted by time', () => {
    const [first, second] = compute([...opening, swap(30, 201n, 3_000n), swap(150, 7n, 50n)], 240)
    // 30 s at 100 and 90 s at 201.
    expect(first).toMatchObject({ endAt: at(120), meanTick: 175n, harmonicMeanLiquidity: 2_000n })
    expect(second?.meanTick).toBe((201n * 30n + 7n * 90n) / 120n)
  })

  test('behavior: the mean tick is rounded towards minus infinity', () => {
    const [segment] = compute([initialize(0, -100n), swap(1, -101n, 5n)], 120)
    expect(segment?.meanTick).toBe(-101n)
    const [other] = compute([initialize(0, -101n), swap(119, -100n, 5n)], 120)
    expect(other?.meanTick).toBe(-101n)
  })

  test('behavior: an event at the end of a segment belongs to the next one', () => {
    const list = [...opening, swap(120, 500n, 9n)]
    const [first, second] = compute(list, 240)
    expect(first).toMatchObject({ meanTick: 100n, harmonicMeanLiquidity: 1_000n })
    expect(second).toMatchObject({ meanTick: 500n, harmonicMeanLiquidity: 9n })
    expect(compute(list, 239)).toHaveLength(1)
  })

  test('behavior: segments without an event carry on, a gap closes several', () => {
    const segments = compute(opening, 700)
    expect(segments.map(({ endAt }) => endAt - START_AT)).toEqual([120n, 240n, 360n, 480n, 600n])
    for (const { meanTick, harmonicMeanLiquidity } of segments) {
      expect({ meanTick, harmonicMeanLiquidity }).toEqual({
        meanTick: 100n,
        harmonicMeanLiquidity: 1_000n,
      })
    }
  })

  test('behavior: the first segment is the first that begins once the state is known', () => {
    expect(compute([initialize(1, 0n)], 360).map(({ endAt }) => endAt)).toEqual([at(240), at(360)])
    // Without its Initialize, a pool is known from its first Swap on, and its tick map never.
    const late = compute([liquidity(5, -10n, 10n, 7n), swap(130, 0n, 40n)], 480)
    expect(late.map(({ endAt }) => endAt)).toEqual([at(360), at(480)])
    expect(late[0]).toMatchObject({ harmonicMeanLiquidity: 40n, depthLevels: undefined })
    expect(compute([liquidity(5, -10n, 10n, 7n)], 480)).toEqual([])
  })

  test('behavior: no liquidity counts as 1, only liquidity in range counts', () => {
    const [first] = compute([initialize(0, 100n)], 120)
    expect(first?.harmonicMeanLiquidity).toBe(1n)
    const range = (lower: bigint, upper: bigint) =>
      compute([initialize(0, 100n), liquidity(0, lower, upper, 60n)], 120)[0]?.harmonicMeanLiquidity
    expect(range(100n, 101n)).toBe(60n)
    expect(range(90n, 100n)).toBe(1n)
    expect(range(101n, 110n)).toBe(1n)
  })

  test('behavior: events within one block change no figure: spike, JIT liquidity, flash swap', () => {
    const calm = compute([...opening, swap(60, 100n, 1_000n)], 1_800)
    const shake: PoolEvent[] = [
      liquidity(60, 90n, 110n, 10n ** 15n),
      swap(60, 50_000n, 1n),
      swap(60, -50_000n, 10n ** 20n),
      liquidity(60, 90n, 110n, -(10n ** 15n)),
      swap(60, 100n, 1_000n),
    ]
    expect(compute([...opening, ...shake], 1_800)).toEqual(calm)
  })

  test('behavior: at an offset, segments begin at its second', () => {
    const list = [...opening, swap(30, 201n, 3_000n), swap(150, 7n, 50n)]
    const segments = compute(list, 251, 11n)
    expect(segments.map(({ endAt }) => endAt)).toEqual([at(131), at(251)])
    // 19 s at 100 and 101 s at 201, then 19 s at 201 and 101 s at 7.
    expect(segments.map(({ meanTick }) => meanTick)).toEqual([185n, 37n])
  })

  test('behavior: each offset has accumulators of its own: a stop of another one does not round', () => {
    const list = [initialize(0, 0n), liquidity(0, -60n, 60n, 3n)]
    const alone = compute(list, 240, 7n)
    expect(alone[0]?.harmonicMeanLiquidity).toBe((120n << 128n) / ((120n << 128n) / 3n))
    expect(compute(list, 7_000, 7n)[0]).toEqual(alone[0])
  })

  const hours = (list: PoolEvent[], second: number, offsetSec = 0n) =>
    compute(list, second, offsetSec).flatMap(({ endAt, hourVarianceWad }) =>
      hourVarianceWad === undefined ? [] : [[Number(endAt - START_AT), hourVarianceWad]],
    )

  test('default: an hour has the squared steps of its mean ticks, the first from the segment before it', () => {
    const list = [...opening, swap(3_600, 160n, 9n), swap(5_400, 130n, 9n), swap(7_260, 230n, 9n)]
    expect(hours(list, 10_800)).toEqual([
      // 60 up at its beginning, from the segment before; 30 down in the middle.
      [7_200, (60n ** 2n + 30n ** 2n) * VARIANCE_WAD_PER_TICK_SQUARED],
      // 100 up in the middle of its first segment.
      [10_800, 2n * 50n ** 2n * VARIANCE_WAD_PER_TICK_SQUARED],
    ])
  })

  test('behavior: an hour counts if its segments and the one before are known', () => {
    expect(hours([initialize(0, 0n)], 7_200)).toEqual([[7_200, 0n]])
    expect(hours([initialize(-120, 0n)], 3_600)).toEqual([[3_600, 0n]])
    expect(hours([initialize(-119, 0n)], 3_600)).toEqual([])
    expect(hours([initialize(-109, 0n)], 3_610, 11n)).toEqual([])
    expect(hours([initialize(-109, 0n)], 3_611, 11n)).toEqual([[3_611, 0n]])
  })

  test("behavior: depth levels as of the segment's end; a burn takes away what a mint gave", () => {
    const own = (list: PoolEvent[]) => compute(list, 120)[0]?.depthLevels
    const bare = own([initialize(0, 0n)])
    expect(bare?.every(({ up, down }) => up.amount1 + down.amount0 === 0n)).toBe(true)
    const minted = [initialize(0, 0n), liquidity(5, -60n, 30n, 10n ** 18n)]
    const near = own(minted)?.[0]
    expect(near?.up).toEqual({
      amount0: (((10n ** 18n) << 96n) * (root25 - ONE)) / (root25 * ONE),
      amount1: (10n ** 18n * (root25 - ONE)) >> 96n,
    })
    // 30 ticks up and 60 down, everything further is empty.
    const far = own(minted)?.slice(2)
    const whole = (10n ** 18n * (computeSqrtPriceX96(30n) - ONE)) >> 96n
    expect(far?.map(({ up }) => up.amount1)).toEqual([whole, whole])
    expect(own([...minted, liquidity(119, -60n, 30n, -(10n ** 18n))])).toEqual(bare)
    expect(own([...minted, liquidity(120, -60n, 30n, -(10n ** 18n))])).toEqual(own(minted))
  })

  test('behavior: where the stream is cut makes no difference', () => {
    const tick = fc.bigInt(-2_000n, 2_000n)
    const event = fc.tuple(fc.integer({ min: 0, max: 400 }), tick, fc.bigInt(0n, 10n ** 20n))
    const stops = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 40 })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), stops, (steps, cuts) => {
        let second = 0
        const list: PoolEvent[] = [...opening]
        for (const [gap, eventTick, amount] of steps) {
          second += gap
          list.push(
            amount % 3n === 0n
              ? liquidity(second, eventTick, eventTick + 60n, amount)
              : swap(second, eventTick, amount),
          )
        }
        const end = second + 500
        const cut = new PoolAccumulator(0n)
        const sorted = cuts.filter((stop) => stop <= end).sort((a, b) => a - b)
        for (const next of list) {
          while (sorted[0] !== undefined && at(sorted[0]) <= next.timestamp) {
            cut.closeUntil(at(sorted.shift() as number))
          }
          cut.apply(next)
        }
        for (const stop of sorted) cut.closeUntil(at(stop))
        cut.closeUntil(at(end))
        expect(cut.segments).toEqual(compute(list, end))
        expect(cut.segments).toHaveLength(Math.floor(end / 120))
      }),
      { numRuns: 50 },
    )
  })

  test('error: events out of order, and more liquidity burned than there was', () => {
    const accumulator = new PoolAccumulator(0n)
    accumulator.apply(initialize(100, 0n))
    expect(() => accumulator.apply(swap(99, 0n, 1n))).toThrow(EventOrderError)
    expect(() => accumulator.closeUntil(at(99))).toThrow(EventOrderError)
    expect(() => accumulator.apply(liquidity(100, -10n, 10n, -1n))).toThrow(LiquidityBelowZeroError)
  })
})

const ONE = 1n << 96n
/** sqrt(1.0025) * 2^96, rounded down. */
const root25 = 79_327_135_897_655_774_786_014_198_609n
