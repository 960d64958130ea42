// Converts a tick and a liquidity to dollars.
//
// Domain:   |tick| <= MAX_TICK, liquidity >= 0, decimals 0 ... 255.
// Accuracy: every result floored once for the amount of tokens and once for dollars, the native price once.

import { BigInt } from '@graphprotocol/graph-ts'
import { isZero, powerOfTen } from './integers'
import { getSqrtRatioAtTick } from './tickMath'

const USD6: i32 = 1_000_000

/** Quote token, smallest unit -> dollars x 1e6, rounded down. */
export function quoteToUsd6(quote: BigInt, decimals: i32): BigInt {
  return quote.times(BigInt.fromI32(USD6)).div(powerOfTen(decimals))
}

/** The virtual quote reserve of a liquidity at a tick, dollars x 1e6. */
export function computeDepthUsd6(
  tick: i32,
  liquidity: BigInt,
  isQuoteToken0: bool,
  decimals: i32,
): BigInt {
  const sqrtPriceX96 = getSqrtRatioAtTick(tick)
  const quote = isQuoteToken0
    ? liquidity.leftShift(96).div(sqrtPriceX96)
    : liquidity.times(sqrtPriceX96).rightShift(96)
  return quoteToUsd6(quote, decimals)
}

/** The price of 1e18 native units at a tick, dollars x 1e6. */
export function computeNativePriceUsd6(tick: i32, isNativeToken0: bool, decimals: i32): BigInt {
  const sqrtPriceX96 = getSqrtRatioAtTick(tick)
  const squareX192 = sqrtPriceX96.times(sqrtPriceX96)
  const scale = powerOfTen(18).times(BigInt.fromI32(USD6))
  const unit = powerOfTen(decimals)
  return isNativeToken0
    ? scale.times(squareX192).div(unit.leftShift(192))
    : scale.leftShift(192).div(squareX192.times(unit))
}

/** Quote that takes the price of a liquidity from one square root to another; `low` <= `high`. */
export function computeQuoteBetween(
  liquidity: BigInt,
  low: BigInt,
  high: BigInt,
  isQuoteToken0: bool,
): BigInt {
  const distance = high.minus(low)
  if (!isQuoteToken0) return liquidity.times(distance).rightShift(96)
  const product = high.times(low)
  if (isZero(product)) return BigInt.zero()
  return liquidity.leftShift(96).times(distance).div(product)
}
