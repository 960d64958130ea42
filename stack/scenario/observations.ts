// From segments to observations (docs/model.md, section "Observation").
//
// Method:   the fast figure is the median of 3 segments, the slow one of 15; the more cautious of
//           the two counts. The two averages start from warm-up values and take up every segment,
//           every hour.
// Domain:   minutes in order of time; the warm-up of a real record.
// Special:  no observation until 15 segments are there.
// Accuracy: the averages round down: depthRefUsd6 lags by less than a cent, varianceWad by less
//           than 1e-15. test/stack/scenario/observations.test.ts

import type { Observation } from '../../core/fields.ts'
import { floorDiv, maxOf, median, minOf } from './integerMath.ts'
import type { Minute } from './minute.ts'
import {
  computeDepthSegments,
  computeHours,
  computeSegments,
  type PoolFigures,
  type Segment,
} from './segments.ts'

const FAST_SEGMENTS = 3
const SLOW_SEGMENTS = 15

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
    if (index + 1 < SLOW_SEGMENTS) continue
    const window = segments.slice(index + 1 - SLOW_SEGMENTS, index + 1)
    observations.push({
      at: endAt,
      observation: {
        baseFeePerGas: cautious(window, 'baseFeePerGas', maxOf),
        gasUsedRatioPips: cautious(window, 'gasUsedRatioPips', maxOf),
        nativePriceUsd6: cautious(window, 'nativePriceUsd6', maxOf),
        depthUsd6: cautious(window, 'depthUsd6', minOf),
        depthRefUsd6,
        varianceWad,
        navUsd6,
      },
    })
  }
  return observations
}

/** Of the fast and the slow median, the one that `choose` prefers. */
function cautious(
  window: readonly Segment[],
  field: Exclude<keyof Segment, 'endAt'>,
  choose: (fast: bigint, slow: bigint) => bigint,
): bigint {
  const values = window.map((segment) => segment[field])
  return choose(median(values.slice(-FAST_SEGMENTS)), median(values))
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
    depthRefUsd6: averageFromStart(depths, DEPTH_WEIGHT),
    varianceWad: averageFromStart(variances, VARIANCE_WEIGHT),
  }
}

/** Weight of a new value in an average: `part` of `whole`. */
interface Weight {
  part: bigint
  whole: bigint
}

/** Seven days of segments. */
const DEPTH_WEIGHT: Weight = { part: 1n, whole: 5_040n }

/** 1 - 0.94^(1/24): an average that keeps 0.94 a day, taken by the hour. */
const VARIANCE_WEIGHT: Weight = { part: 2_574_821_268_193_043n, whole: 10n ** 18n }

function average(before: bigint, value: bigint, { part, whole }: Weight): bigint {
  return before + floorDiv((value - before) * part, whole)
}

function averageFromStart(values: readonly bigint[], weight: Weight): bigint {
  let count = 0n
  let result = 0n
  for (const value of values) {
    count += 1n
    const isYoung = count * weight.part < weight.whole
    result = average(result, value, isYoung ? { part: 1n, whole: count } : weight)
  }
  return result
}
