import { MINUTE_SEC } from '../market/minute.ts'
import type { Scenario } from '../market/scenarioTable.ts'
import { computeSegments, type SourceStart } from '../market/segments.ts'
import { SEGMENT_SEC } from '../observation/periods.ts'

/**
 * What a market's source is voted to start from so that it goes on as the record does: the averages of a scenario at a
 * time. If an hour ends with the first segment, its variance is in the start figure, because a market counts only hours
 * that it has seen whole. An hour that is under way otherwise is counted by the record and by no new market.
 *
 * @param at - Unix seconds, the beginning of a segment.
 */
export function findStart({ minutes, start }: Scenario, at: bigint): SourceStart {
  const firstEndAt = at + SEGMENT_SEC
  const until = minutes.filter(({ minuteAt }) => minuteAt + MINUTE_SEC <= firstEndAt)
  const segments = computeSegments(until, start)
  const before = segments.findLast(({ endAt }) => endAt <= at)
  return {
    segmentOffsetSec: start.segmentOffsetSec,
    startVarianceWad: segments.at(-1)?.varianceWad ?? start.startVarianceWad,
    startDepthRefUsd6: before?.depthRefUsd6 ?? start.startDepthRefUsd6,
  }
}
