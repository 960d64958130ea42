/**
 * The weight of one squared tick of an hour's range: (ln 1.0001)^2 / (4 ln 2) * 8,766 hours, 1e18 =
 * 1.
 */
const VARIANCE_WAD_PER_TICK_SQUARED = 31_613_500_444_693n

/** Parkinson's variance of one hour from its lowest and highest tick, annualised, 1e18 = 1. Source: Parkinson (1980). */
export function computeVarianceWad(lowestTick: bigint, highestTick: bigint): bigint {
  const range = highestTick - lowestTick
  return range * range * VARIANCE_WAD_PER_TICK_SQUARED
}
