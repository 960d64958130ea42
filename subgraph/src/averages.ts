// Exponential averages that start at a voted figure, or at the first measured one; and the variance of an hour.
//
// Without a voted figure the n-th figure weighs 1/n until that is the usual weight. Twin: observation/averages.ts and
// observation/variance.ts.

import { BigInt } from '@graphprotocol/graph-ts'
import { floorDiv, isZero, powerOfTen } from './integers'

const DEPTH_SEGMENTS: i32 = 5_040 // seven days of 120 s

/** 1 - 0.94^(1/24): 0.94 a day in hours, wad. */
const VARIANCE_WEIGHT_WAD: i64 = 2_574_821_268_193_043

/** The last n for which 1/n is above VARIANCE_WEIGHT_WAD. */
const VARIANCE_HOURS: i32 = 388

/** 3/2 * (ln 1.0001)^2 * 8,766, wad: the annualised variance of one squared tick in an hour. */
const VARIANCE_PER_SQUARE_WAD: i64 = 131_476_852_205_215

/** The average of depths after the n-th, n from 1; `startUsd6` is the voted start, 0 without one. */
export function averageDepthUsd6(
  average: BigInt,
  depthUsd6: BigInt,
  n: i32,
  startUsd6: BigInt,
): BigInt {
  const isYoung = isZero(startUsd6) && n < DEPTH_SEGMENTS
  const whole = BigInt.fromI32(isYoung ? n : DEPTH_SEGMENTS)
  return average.plus(floorDiv(depthUsd6.minus(average), whole))
}

/** The annualised variance of an hour, from the sum of its 30 squared changes of the mean tick. */
export function computeHourVarianceWad(squareSum: i64): BigInt {
  return BigInt.fromI64(squareSum).times(BigInt.fromI64(VARIANCE_PER_SQUARE_WAD))
}

/** The average of hourly variances after the n-th, n from 1; `startWad` is the voted start, 0 without one. */
export function averageVarianceWad(
  average: BigInt,
  varianceWad: BigInt,
  n: i32,
  startWad: BigInt,
): BigInt {
  const difference = varianceWad.minus(average)
  if (isZero(startWad) && n <= VARIANCE_HOURS) {
    return average.plus(floorDiv(difference, BigInt.fromI32(n)))
  }
  const part = difference.times(BigInt.fromI64(VARIANCE_WEIGHT_WAD))
  return average.plus(floorDiv(part, powerOfTen(18)))
}
