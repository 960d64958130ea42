import { describe, expect, test } from 'vitest'
import { RollingMoments } from '../../strategy/rollingMoments.ts'

const HOUR_SEC = 3_600
const DAY_SEC = 86_400
const start = 19_000 * DAY_SEC

/** Feeds pairs of prices, an hour apart. */
function feed(moments: RollingMoments, prices: [number, number][], from = start) {
  for (const [hour, pair] of prices.entries()) {
    moments.add(from + hour * HOUR_SEC, Float64Array.from(pair))
  }
  return moments
}

describe('RollingMoments', () => {
  test('default: prices that move alike, against each other, and not together', () => {
    const alike = feed(new RollingMoments(2, 30), [
      [100, 10],
      [110, 11],
      [100, 10],
    ])
    expect(alike.correlation(0, 1)).toBeCloseTo(1, 12)
    const against = feed(new RollingMoments(2, 30), [
      [100, 11],
      [110, 10],
      [100, 11],
    ])
    expect(against.correlation(0, 1)).toBeCloseTo(-1, 12)
    const apart = feed(new RollingMoments(2, 30), [
      [100, 10],
      [110, 10],
      [110, 11],
    ])
    expect(apart.correlation(0, 1)).toBe(0)
  })

  test('behavior: nothing is known before a price has moved', () => {
    expect(feed(new RollingMoments(2, 30), [[100, 10]]).correlation(0, 1)).toBeNaN()
  })

  test('behavior: one return an hour, however often it looks', () => {
    const moments = new RollingMoments(1, 30)
    moments.add(start, Float64Array.of(100))
    expect(moments.add(start + 60, Float64Array.of(150))).toBe(false)
    expect(moments.add(start + HOUR_SEC, Float64Array.of(110))).toBe(true)
    expect(moments.covariance(0, 0)).toBeCloseTo(Math.log(1.1) ** 2, 15)
    expect(moments.coveredSec).toBe(HOUR_SEC)
  })

  test('behavior: a day that is too long ago is forgotten', () => {
    const moments = feed(new RollingMoments(1, 2), [
      [100, 0],
      [110, 0],
    ])
    const last = (days: number) => {
      moments.add(start + days * DAY_SEC, Float64Array.of(110))
      return moments.covariance(0, 0)
    }
    expect(last(1)).toBeCloseTo(Math.log(1.1) ** 2, 15)
    expect(last(2)).toBe(0)
    expect(moments.coveredSec).toBe(2 * DAY_SEC - HOUR_SEC)
  })

  test('behavior: a clock that falls begins anew', () => {
    const moments = feed(new RollingMoments(1, 30), [
      [100, 0],
      [110, 0],
    ])
    moments.add(start, Float64Array.of(110))
    expect(moments.covariance(0, 0)).toBe(0)
    expect(moments.coveredSec).toBe(0)
  })
})
