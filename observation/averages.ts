// Exponential averages in integers.
//
// Method:   before + floor((value - before) * weight). The n-th value weighs 1/n until that is the usual
//           weight: while the average is young, all values count the same.
// Accuracy: lags behind the real average by less than 1/weight units; test/observation/averages.test.ts.

import { floorDiv } from './integerMath.ts'

/** Weight of a new value in an average: `part` of `whole`. */
export interface Weight {
  part: bigint
  whole: bigint
}

/** Seven days of segments. */
export const DEPTH_WEIGHT: Weight = { part: 1n, whole: 5_040n }

/** 1 - 0.94^(1/24): an average that keeps 0.94 a day, taken by the hour. */
export const VARIANCE_WEIGHT: Weight = { part: 2_574_821_268_193_043n, whole: 10n ** 18n }

/** The average after one more value, rounded towards minus infinity. */
export function average(before: bigint, value: bigint, { part, whole }: Weight): bigint {
  return before + floorDiv((value - before) * part, whole)
}

/** The average after the `count`-th value (from 1), of an average that began with the first; `before` is then ignored. */
export function averageFromStart(
  before: bigint,
  value: bigint,
  count: bigint,
  weight: Weight,
): bigint {
  const isYoung = count * weight.part < weight.whole
  return average(before, value, isYoung ? { part: 1n, whole: count } : weight)
}
