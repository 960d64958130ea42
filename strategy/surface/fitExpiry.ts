import { logRatio } from '../../core/logRatio.ts'
import type { BlackShares } from './blackShares.ts'
import { type ConvexPrices, convexBelow } from './convexPrices.ts'

/** Steps from one strike to the next, and to each end of the wings. */
const STEPS = 8
/** How far the wings go, as a multiple of the outermost strikes. */
const WING = 4

/** A strike over the forward, and the total variance to the expiry there. */
export interface SmilePoint {
  moneyness: number
  totalVariance: number
}

/**
 * Call prices of one expiry from its smile: total variance over log-moneyness follows a cubic through the points (slopes by the
 * parabola through each point and its neighbours) and stays as it is beyond the outermost; its prices, at eight steps from strike to strike, are
 * lowered where they are not convex. `points` in rising order of moneyness.
 */
export function fitExpiry(points: readonly SmilePoint[], shares: BlackShares): ConvexPrices {
  const prices: [number, number][] = []
  const add = (moneyness: number, totalVariance: number) =>
    prices.push([moneyness, shares.price(moneyness, totalVariance)])
  const first = points[0] as SmilePoint
  const last = points.at(-1) as SmilePoint
  const slopes = measureSlopes(points)

  for (let step = 0; step < STEPS; step++) {
    const start = first.moneyness / WING
    add(start + ((first.moneyness - start) * step) / STEPS, first.totalVariance)
  }
  for (let index = 0; index + 1 < points.length; index++) {
    const [from, to] = [points[index] as SmilePoint, points[index + 1] as SmilePoint]
    for (let step = 0; step < STEPS; step++) {
      const moneyness = from.moneyness + ((to.moneyness - from.moneyness) * step) / STEPS
      add(
        moneyness,
        readSmile(from, to, slopes[index] as number, slopes[index + 1] as number, moneyness),
      )
    }
  }
  for (let step = 0; step <= STEPS * WING; step++) {
    add(last.moneyness * (1 + ((WING - 1) * step) / (STEPS * WING)), last.totalVariance)
  }
  return convexBelow(prices)
}

/** Hermite's cubic over log-moneyness. */
function readSmile(
  from: SmilePoint,
  to: SmilePoint,
  slopeFrom: number,
  slopeTo: number,
  moneyness: number,
): number {
  const width = logRatio(to.moneyness, from.moneyness)
  const t = logRatio(moneyness, from.moneyness) / width
  const rise = to.totalVariance - from.totalVariance
  const a = slopeFrom * width - rise
  const b = rise - slopeTo * width
  const level = from.totalVariance + t * rise + t * (1 - t) * (a * (1 - t) + b * t)
  // A cubic may swing below both of its ends.
  return Math.max(level, Math.min(from.totalVariance, to.totalVariance) / 2)
}

/** Of total variance over log-moneyness at each point; 0 at the outermost, where the wings are flat. */
function measureSlopes(points: readonly SmilePoint[]): Float64Array {
  const slopes = new Float64Array(points.length)
  for (let index = 1; index + 1 < points.length; index++) {
    const [before, here, after] = points.slice(index - 1, index + 2) as [
      SmilePoint,
      SmilePoint,
      SmilePoint,
    ]
    const left = logRatio(here.moneyness, before.moneyness)
    const right = logRatio(after.moneyness, here.moneyness)
    const leftSlope = (here.totalVariance - before.totalVariance) / left
    const rightSlope = (after.totalVariance - here.totalVariance) / right
    slopes[index] = (leftSlope * right + rightSlope * left) / (left + right)
  }
  return slopes
}
