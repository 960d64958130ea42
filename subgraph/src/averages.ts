// Exponential averages that begin as arithmetic means.

import { BigInt } from '@graphprotocol/graph-ts'
import { floorDiv, powerOfTen } from './integers'

const DEPTH_SEGMENTS: i32 = 5_040 // seven days of 120 s

/** 1 - 0.94^(1/24): 0.94 a day in hours, wad. */
const VARIANCE_WEIGHT_WAD: i64 = 2_574_821_268_193_043

/** The last n for which 1/n is above VARIANCE_WEIGHT_WAD. */
const VARIANCE_HOURS: i32 = 388

/** Year / hour / (4 ln 2) * ln(1.0001)^2, wad: the annualised variance of a range of one tick in an hour. */
const VARIANCE_PER_TICK_WAD: i64 = 31_613_500_444_693

/** The average of depths after the n-th, n from 1: weight 1/n, from 5,040 on 1/5,040. */
export function averageDepthUsd6(average: BigInt, depthUsd6: BigInt, n: i32): BigInt {
  const whole = BigInt.fromI32(min<i32>(n, DEPTH_SEGMENTS))
  return average.plus(floorDiv(depthUsd6.minus(average), whole))
}

/** The annualised Parkinson variance of an hour's ticks. */
export function computeHourVarianceWad(highTick: i32, lowTick: i32): BigInt {
  const range = BigInt.fromI32(highTick - lowTick)
  return range.times(range).times(BigInt.fromI64(VARIANCE_PER_TICK_WAD))
}

/** The average of hourly variances after the n-th, n from 1: weight 1/n, then 0.94 a day. */
export function averageVarianceWad(average: BigInt, varianceWad: BigInt, n: i32): BigInt {
  const difference = varianceWad.minus(average)
  if (n <= VARIANCE_HOURS) return average.plus(floorDiv(difference, BigInt.fromI32(n)))
  const part = difference.times(BigInt.fromI64(VARIANCE_WEIGHT_WAD))
  return average.plus(floorDiv(part, powerOfTen(18)))
}
