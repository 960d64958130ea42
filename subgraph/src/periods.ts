import { floorDivWord } from './integers'

/** Length of a segment. */
export const SEGMENT_SEC: i64 = 120

export const SEGMENTS_PER_HOUR: i32 = 30

/** Length of an hour: 30 segments. */
export const HOUR_SEC: i64 = 3_600

/** A longer silence is not closed segment by segment: one block would have to write too much. */
export const MAX_GAP_SEC: i64 = 2_592_000 // 30 days

/** Later than any segment ends. */
export const NEVER_AT: i64 = i64.MAX_VALUE

/** The start of the segment in which a time lies; segments begin at `offsetSec` modulo 120. */
export function segmentStart(at: i64, offsetSec: i32): i64 {
  return offsetSec + SEGMENT_SEC * floorDivWord(at - offsetSec, SEGMENT_SEC)
}

/** The start of the first segment that does not begin before a time. */
export function firstSegmentFrom(at: i64, offsetSec: i32): i64 {
  return segmentStart(at + SEGMENT_SEC - 1, offsetSec)
}

/** Whether an hour ends at the end of a segment. */
export function isHourEnd(endAt: i64, offsetSec: i32): bool {
  return (endAt - offsetSec) % HOUR_SEC == 0
}
