/** Length of a segment, in seconds. */
export const SEGMENT_SEC = 120n

/** Segments of an hour. */
export const SEGMENTS_PER_HOUR = 30

/** Length of an hour, in seconds: 30 segments. */
export const HOUR_SEC = 3_600n

/** Segments of the slow median, and the fewest from which there is an observation. */
export const SLOW_SEGMENTS = 15

/**
 * The start of the segment in which a time lies: `offset + 120 * floor((at - offset) / 120)`, unix seconds.
 *
 * @param offsetSec the second, modulo 120, at which segments begin: 0 to 119, voted with the market's source.
 */
export function computeSegmentStart(at: bigint, offsetSec: bigint): bigint {
  return at - ((at - offsetSec) % SEGMENT_SEC)
}

/** The start of the first segment that begins at or after a time; unix seconds, offset as for `computeSegmentStart`. */
export function computeNextSegmentStart(at: bigint, offsetSec: bigint): bigint {
  return computeSegmentStart(at + SEGMENT_SEC - 1n, offsetSec)
}

/** Whether an hour, `offset + 3,600 * n` to `offset + 3,600 * (n + 1)`, ends at the end of a segment. */
export function isHourEnd(segmentEndAt: bigint, offsetSec: bigint): boolean {
  return (segmentEndAt - offsetSec) % HOUR_SEC === 0n
}
