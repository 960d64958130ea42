import { MINUTE_SEC } from '../market/minute.ts'
import type { Scenario } from '../market/scenarioTable.ts'
import { computeSegments, type SourceStart } from '../market/segments.ts'

/**
 * What a market's source is voted to start from so that it goes on as the record does: the averages of a scenario at a
 * time.
 *
 * @param at - Unix seconds, the beginning of a segment; minutes that end later do not count.
 */
export function findStart({ minutes, start }: Scenario, at: bigint): SourceStart {
  const before = minutes.filter(({ minuteAt }) => minuteAt + MINUTE_SEC <= at)
  const last = computeSegments(before, start).at(-1)
  return {
    segmentOffsetSec: start.segmentOffsetSec,
    startVarianceWad: last?.varianceWad ?? start.startVarianceWad,
    startDepthRefUsd6: last?.depthRefUsd6 ?? start.startDepthRefUsd6,
  }
}
