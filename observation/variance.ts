// The variance of a pool's price in an hour, from the mean ticks of its segments (docs/model.md, section "Observation").
//
// Method:   3/2 * the sum, over the hour's 30 segments, of the squared step of the mean tick from the segment before,
//           times (ln 1.0001)^2 * 8,766: the squared logarithm of one tick, and hours a year. 3/2, since neighbouring
//           time averages of a Brownian motion differ by 2/3 of its variance. A price that is gone within its block
//           has no time weight.
// Domain:   31 neighbouring mean ticks, each rounded towards minus infinity, of the last segment before the hour and
//           of the hour's 30.
// Accuracy: the weight of a squared tick is one integer, rounded down: below the real one by less than 1 part in 1e14.
//           The rest is exact: nothing else is rounded. test/observation/variance.test.ts.

import { SEGMENTS_PER_HOUR } from './periods.ts'

/** Mean ticks that an hour's variance is made of: the hour's segments and the one before. */
export const VARIANCE_SEGMENTS = SEGMENTS_PER_HOUR + 1

/** 3/2 * (ln 1.0001)^2 * 8,766, 1e18 = 1, rounded down: what one squared tick counts. */
export const VARIANCE_WAD_PER_TICK_SQUARED = 131_476_852_205_215n

/**
 * The variance of one hour, 1e18 = 1 a year: `VARIANCE_WAD_PER_TICK_SQUARED` times the sum of the 30 squared steps.
 *
 * @param meanTicks 31 of them (`VARIANCE_SEGMENTS`), the earliest first.
 */
export function computeHourVarianceWad(meanTicks: readonly bigint[]): bigint {
  let squaredTicks = 0n
  for (let index = 1; index < meanTicks.length; index += 1) {
    const step = (meanTicks[index] as bigint) - (meanTicks[index - 1] as bigint)
    squaredTicks += step * step
  }
  return squaredTicks * VARIANCE_WAD_PER_TICK_SQUARED
}
