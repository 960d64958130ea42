/** Length of a segment. */
export const SEGMENT_SEC: i64 = 120

export const HOUR_SEC: i64 = 3_600

/** A longer silence is not closed segment by segment: one block would have to write too much. */
export const MAX_GAP_SEC: i64 = 2_592_000 // 30 days

/** The start of the segment in which a time lies. */
export function segmentStart(at: i64): i64 {
  return at - (at % SEGMENT_SEC)
}
