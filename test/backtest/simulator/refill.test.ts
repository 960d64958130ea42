import { describe, expect, test } from 'vitest'
import { computeKeptPerSec, raise } from '../../../backtest/simulator/refill.ts'

describe('computeKeptPerSec', () => {
  test('default: after a minute, what the share a minute leaves', () => {
    for (const pips of [0, 1, 20_000, 100_000, 500_000, 700_000, 999_000, 999_999]) {
      const kept = 1 - pips / 1e6
      expect(raise(computeKeptPerSec(pips), 60) / kept).toBeCloseTo(1, 12)
      const ofHour = raise(computeKeptPerSec(pips), 3_600)
      if (pips < 500_001) expect(ofHour / kept ** 60).toBeCloseTo(1, 10)
    }
  })

  test('behavior: all of it leaves nothing, none of it leaves all', () => {
    expect(computeKeptPerSec(1_000_000)).toBe(0)
    expect(computeKeptPerSec(0)).toBe(1)
    expect(raise(0, 0)).toBe(1)
  })

  test('behavior: a power is the product, whatever the exponent', () => {
    for (let exponent = 0; exponent < 70; exponent++) {
      expect(raise(0.97, exponent) / 0.97 ** exponent).toBeCloseTo(1, 13)
    }
  })
})
