// From recorded minutes to observations (docs/model.md, section "Observation").
//
// Method:   segments as from a chain; at the end of each, the more cautious of the medians of 3 and of 15, and the two
//           averages, which start from the record's own start figures. The record has no portfolio and no rollup: the
//           net value is given, curvature, horizon and data fee are 0.
// Domain:   minutes in order of time.
// Special:  no observation until 15 segments are there, nor without a variance.
// Accuracy: the averages round down: depthRefUsd6 lags by less than a cent, varianceWad by less
//           than 1e-15. test/market/observations.test.ts

import type { Observation } from '../core/fields.ts'
import { DEPTH_WEIGHT, RunningAverage, VARIANCE_WEIGHT } from '../observation/averages.ts'
import { computeCautious } from '../observation/index.ts'
import { SLOW_SEGMENTS } from '../observation/periods.ts'
import type { Minute } from './minute.ts'
import {
  computeDepthSegments,
  computeSegments,
  type PoolFigures,
  type SourceStart,
} from './segments.ts'

/** An observation and the end of its last segment, unix seconds. */
export interface TimedObservation {
  at: bigint
  observation: Observation
}

/**
 * The observation at the end of every segment, from the fifteenth on.
 *
 * @param start where segments begin and averages start: that of the record's scenario.
 * @param navUsd6 the portfolio that the market steers, 1e6 = $1; held constant.
 */
export function computeObservations(
  minutes: readonly Minute[],
  start: SourceStart,
  navUsd6: bigint,
): TimedObservation[] {
  const segments = computeSegments(minutes, start)
  return segments.flatMap(({ endAt, depthRefUsd6, varianceWad }, index) => {
    const window = segments.slice(Math.max(0, index + 1 - SLOW_SEGMENTS), index + 1)
    const figures = computeCautious(window)
    if (figures === undefined || varianceWad === undefined) return []
    const observation = {
      ...figures.cautious,
      depthRefUsd6,
      varianceWad,
      navUsd6,
      dataFeeWei: 0n,
      curvaturePips: 0n,
      horizonSec: 0n,
    }
    return [{ at: endAt, observation }]
  })
}

/**
 * What a market's source needs to begin where a record ends: the averages over the days before, for the source's start
 * figures. While a record is shorter than an average's memory, every segment and every hour counts the same: the result
 * is their plain mean.
 *
 * @param segmentOffsetSec the second, modulo 120, at which segments begin: 0 to 119.
 * @returns undefined if the record holds no complete hour with the segment before it.
 */
export function computeStart(
  minutes: readonly PoolFigures[],
  segmentOffsetSec: number,
): SourceStart | undefined {
  const depthRef = new RunningAverage(0n, DEPTH_WEIGHT)
  const variance = new RunningAverage(0n, VARIANCE_WEIGHT)
  for (const segment of computeDepthSegments(minutes, BigInt(segmentOffsetSec))) {
    depthRef.add(segment.depthUsd6)
    if (segment.hourVarianceWad !== undefined) variance.add(segment.hourVarianceWad)
  }
  const [startDepthRefUsd6, startVarianceWad] = [depthRef.value, variance.value]
  if (startDepthRefUsd6 === undefined || startVarianceWad === undefined) return undefined
  return { segmentOffsetSec, startVarianceWad, startDepthRefUsd6 }
}
