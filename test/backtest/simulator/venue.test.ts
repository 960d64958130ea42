import { describe, expect, test } from 'vitest'
import { Venue } from '../../../backtest/simulator/venue.ts'
import { defaultFill } from '../support/defaultRun.ts'

const DEPTH_USD6 = 100_000_000e6
const SIZE_USD6 = 1_000_000e6
/** Half of a hole refills in a minute. */
const fill = { ...defaultFill, refillPips: 500_000 }

/** The impact of a second trade so many minutes after an equal first one. */
function tradeTwice(venue: Venue, minutes: number): number {
  venue.charge(SIZE_USD6, DEPTH_USD6)
  for (let minute = 0; minute < minutes; minute++) venue.refill(60)
  venue.charge(SIZE_USD6, DEPTH_USD6)
  return venue.impactUsd6
}

/** What a trade costs with a hole of this share of it. */
const impactOf = (share: number) =>
  Math.round((SIZE_USD6 * SIZE_USD6 * (1 + 2 * share)) / (DEPTH_USD6 + SIZE_USD6))

describe('Venue', () => {
  test('default: a hole refills from its trade on', () => {
    expect(Math.abs(tradeTwice(new Venue(fill), 1) - impactOf(0.5))).toBeLessThanOrEqual(1)
    expect(Math.abs(tradeTwice(new Venue(fill), 2) - impactOf(0.25))).toBeLessThanOrEqual(1)
  })

  test('behavior: a delayed hole is whole a step later, and refills from then on', () => {
    const delayed = { ...fill, isRefillDelayed: true }
    expect(Math.abs(tradeTwice(new Venue(delayed), 1) - impactOf(1))).toBeLessThanOrEqual(1)
    expect(Math.abs(tradeTwice(new Venue(delayed), 2) - impactOf(0.5))).toBeLessThanOrEqual(1)
  })
})
