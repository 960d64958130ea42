import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type LpInput, loadStrategies, type Strategies } from '../../../core/index.ts'
import { scaled, testSeed } from '../../generators/random.ts'
import { anyWithin } from '../../generators/strategies.ts'
import { least, most } from '../../oracle/integers.ts'

const runs = { seed: testSeed(), numRuns: scaled(5_000) }
const MAX_TICK = 887_272n
const MAX_PIPS = 10n ** 18n

const anyTick = fc.oneof(
  anyWithin(-MAX_TICK, MAX_TICK),
  fc.bigInt({ min: -5_000n, max: 5_000n }),
  fc.constantFrom(-1n, 0n, 1n),
)

const anyPosition: fc.Arbitrary<LpInput> = fc
  .record({
    ends: fc.tuple(anyTick, anyTick).filter(([a, b]) => a !== b),
    tick: anyTick,
    varianceWad: anyWithin(0n, 9n * 10n ** 18n),
  })
  .map(({ ends: [a, b], ...rest }) => ({
    lowerTick: least(a, b),
    upperTick: most(a, b),
    ...rest,
  }))

describe('a position in a pool', () => {
  let strategies: Strategies

  beforeAll(async () => {
    strategies = await loadStrategies()
  })

  test('behavior: the value at tick 0 is 1, wherever the range lies', () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        expect(strategies.measureLp({ ...position, tick: 0n }).valuePips).toBe(1_000_000n)
      }),
      runs,
    )
  })

  test('behavior: all asset below the range, all quote above it, no gamma at either', () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        const figures = strategies.measureLp(position)
        expect(figures.deltaCashPips).toBeLessThanOrEqual(figures.valuePips)
        expect(figures.valuePips).toBeLessThanOrEqual(MAX_PIPS)
        expect(figures.gammaCashPips).toBeLessThanOrEqual(MAX_PIPS)
        const { tick, lowerTick, upperTick } = position
        if (tick <= lowerTick) expect(figures.deltaCashPips).toBe(figures.valuePips)
        if (tick >= upperTick) expect(figures.deltaCashPips).toBe(0n)
        if (tick < lowerTick || tick >= upperTick) {
          expect(figures).toMatchObject({ gammaCashPips: 0n, lvrYearPips: 0n })
        }
      }),
      runs,
    )
  })

  test('behavior: the narrowest range and the widest', () => {
    const varianceWad = 10n ** 18n
    const narrow = { lowerTick: 0n, upperTick: 1n, tick: 0n, varianceWad }
    // 1 / (2 (1 - 1.0001^-1/2)), and half of it a year.
    expect(strategies.measureLp(narrow)).toEqual({
      valuePips: 1_000_000n,
      deltaCashPips: 1_000_000n,
      gammaCashPips: 10_000_749_994n,
      lvrYearPips: 5_000_374_997n,
    })
    const wide = { lowerTick: -MAX_TICK, upperTick: MAX_TICK, tick: 0n, varianceWad }
    expect(strategies.measureLp(wide)).toEqual({
      valuePips: 1_000_000n,
      deltaCashPips: 500_000n,
      gammaCashPips: 250_000n,
      lvrYearPips: 125_000n,
    })
    const far = { lowerTick: -MAX_TICK, upperTick: -MAX_TICK + 1n, tick: -MAX_TICK, varianceWad }
    expect(strategies.measureLp(far).valuePips).toBe(999_950n)
    const high = { lowerTick: 0n, upperTick: MAX_TICK, tick: MAX_TICK, varianceWad }
    expect(strategies.measureLp(high).valuePips).toBe(MAX_PIPS)
  })
})
