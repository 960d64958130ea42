// From segments to observations (docs/model.md, section "Observation").
//
// Method:   the fast figure is the median of 3 segments, the slow one of 15; the more cautious of
//           the two counts. The two averages start from warm-up values and take up every segment,
//           every hour.
// Domain:   minutes in order of time; the warm-up of a real record.
// Special:  no observation until 15 segments are there.
// Accuracy: the averages round down: depthRefUsd6 lags by less than a cent, varianceWad by less
//           than 1e-15. test/market/observations.test.ts

import type { Observation } from '../core/fields.ts'
import {
  average,
  averageFromStart,
  DEPTH_WEIGHT,
  VARIANCE_WEIGHT,
  type Weight,
} from '../observation/averages.ts'
import { computeCautious } from '../observation/cautious.ts'
import { SLOW_SEGMENTS } from '../observation/periods.ts'
import type { Minute } from './minute.ts'
import {
  computeDepthSegments,
  computeHours,
  computeSegments,
  type PoolFigures,
} from './segments.ts'

/** The two averages that remember more than a day. */
export interface Averages {
  /** 1e6 = $1. */
  depthRefUsd6: bigint
  /** 1e18 = 1 a year. */
  varianceWad: bigint
}

/** An observation and the end of its last segment, unix seconds. */
export interface TimedObservation {
  at: bigint
  observation: Observation
}

/**
 * The observation at the end of every segment, from the fifteenth on.
 *
 * @param navUsd6 the portfolio that the market steers, 1e6 = $1; held constant.
 */
export function computeObservations(
  minutes: readonly Minute[],
  warmUp: Averages,
  navUsd6: bigint,
): TimedObservation[] {
  const segments = computeSegments(minutes)
  const hours = new Map(computeHours(minutes).map((hour) => [hour.endAt, hour.varianceWad]))
  let { depthRefUsd6, varianceWad } = warmUp
  const observations: TimedObservation[] = []
  for (const [index, { endAt, depthUsd6 }] of segments.entries()) {
    depthRefUsd6 = average(depthRefUsd6, depthUsd6, DEPTH_WEIGHT)
    const hourVarianceWad = hours.get(endAt)
    if (hourVarianceWad !== undefined) {
      varianceWad = average(varianceWad, hourVarianceWad, VARIANCE_WEIGHT)
    }
    const figures = computeCautious(
      segments.slice(Math.max(0, index + 1 - SLOW_SEGMENTS), index + 1),
    )
    if (figures === undefined) continue
    observations.push({
      at: endAt,
      observation: { ...figures.cautious, depthRefUsd6, varianceWad, navUsd6 },
    })
  }
  return observations
}

/**
 * The averages as of the end of a record that comes before the day: what the day starts from. While
 * a record is shorter than an average's memory, every segment and every hour counts the same, so
 * that the first one, which nothing precedes, does not weigh more than the others.
 *
 * @returns undefined if the record holds no complete segment or no complete hour.
 */
export function computeWarmUp(minutes: readonly PoolFigures[]): Averages | undefined {
  const depths = computeDepthSegments(minutes).map((segment) => segment.depthUsd6)
  const variances = computeHours(minutes).map((hour) => hour.varianceWad)
  if (depths.length === 0 || variances.length === 0) return undefined
  return {
    depthRefUsd6: averageAll(depths, DEPTH_WEIGHT),
    varianceWad: averageAll(variances, VARIANCE_WEIGHT),
  }
}

function averageAll(values: readonly bigint[], weight: Weight): bigint {
  return values.reduce(
    (before, value, index) => averageFromStart(before, value, BigInt(index + 1), weight),
    0n,
  )
}
