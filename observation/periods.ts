/** Length of a segment, in seconds; segments are aligned to its multiples. */
export const SEGMENT_SEC = 120n

/** Length of an hour, in seconds: 30 segments. */
export const HOUR_SEC = 3_600n

/** Segments of the fast median. */
export const FAST_SEGMENTS = 3

/** Segments of the slow median, and the fewest from which there is an observation. */
export const SLOW_SEGMENTS = 15

/** The first multiple of `periodSec` at or after `at`, both in unix seconds. */
export function ceilToPeriod(at: bigint, periodSec: bigint): bigint {
  return ((at + periodSec - 1n) / periodSec) * periodSec
}
