// Exponential averages in integers.
//
// Method:   before + floor((value - before) * part / whole), one division rounded towards minus infinity. An average
//           that starts at a voted figure gives every value the usual weight. Without one (0) the n-th value weighs
//           1/n until that is the usual weight: the first value is the average, and while it is young, all values
//           count the same.
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

/** An average of measured figures, one a segment or one an hour, that starts at a voted figure or at the first one. */
export class RunningAverage {
  private readonly start: bigint
  private readonly weight: Weight
  private count = 0n
  private average: bigint

  /** @param start the voted figure; 0: there is none. */
  constructor(start: bigint, weight: Weight) {
    this.start = start
    this.weight = weight
    this.average = start
  }

  /** The average up to now; undefined before the first figure where no start was voted. */
  get value(): bigint | undefined {
    return this.start === 0n && this.count === 0n ? undefined : this.average
  }

  /** Takes up the next figure; returns the average with it. */
  add(figure: bigint): bigint {
    this.count += 1n
    this.average =
      this.start === 0n
        ? averageFromStart(this.average, figure, this.count, this.weight)
        : average(this.average, figure, this.weight)
    return this.average
  }
}
