import type { Recording } from '../market/recording.ts'
import { computeSegments } from '../market/recordingSegments.ts'
import type { SourceStart } from '../market/sourceStart.ts'
import { computeNextSegmentStart, SEGMENT_SEC } from '../observation/periods.ts'

/**
 * What a market's source is voted to start from so that it goes on as the recording does: its averages at a time. If an
 * hour ends with the first segment, its variance is in the start figure, because a market counts only hours that it has
 * seen whole. An hour that is under way otherwise is counted by the recording and by no new market.
 *
 * @param at - Unix seconds; the first segment begins then or after.
 */
export function findStart(recording: Recording, at: bigint): SourceStart {
  const { start } = recording
  const firstEndAt = computeNextSegmentStart(at, BigInt(start.segmentOffsetSec)) + SEGMENT_SEC
  const segments = computeSegments(recording).filter(({ endAt }) => endAt <= firstEndAt)
  const before = segments.findLast(({ endAt }) => endAt < firstEndAt)
  return {
    segmentOffsetSec: start.segmentOffsetSec,
    startVarianceWad: segments.at(-1)?.varianceWad ?? start.startVarianceWad,
    startDepthRefUsd6: before?.depthRefUsd6 ?? start.startDepthRefUsd6,
  }
}
