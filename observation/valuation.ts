// Reserves and prices of a pool in dollars.
//
// Method:   integers only, each step rounded down.
// Domain:   prices of ticks that a pool can have; decimals 0 to 255.
// Source:   Uniswap v3 white paper, section 6.2 (virtual reserves).

import type { Source } from './source.ts'

const USD6 = 1_000_000n
const NATIVE_UNIT = 10n ** 18n

/** An amount of the quote token's smallest units in dollars, 1e6 = $1. */
export function computeUsd6(amount: bigint, quoteDecimals: number): bigint {
  // Of 6 decimals the amount is the value: the usual case, and a frequent one.
  return quoteDecimals === 6 ? amount : (amount * USD6) / 10n ** BigInt(quoteDecimals)
}

/** The virtual reserve of the quote token at a liquidity and a price's square root times 2^96, 1e6 = $1. */
export function computeDepthUsd6(
  liquidity: bigint,
  sqrtPriceX96: bigint,
  { isQuoteToken0, quoteDecimals }: Pick<Source, 'isQuoteToken0' | 'quoteDecimals'>,
): bigint {
  const reserve = isQuoteToken0
    ? (liquidity << 96n) / sqrtPriceX96
    : (liquidity * sqrtPriceX96) >> 96n
  return computeUsd6(reserve, quoteDecimals)
}

/** Price of 1e18 units of the native coin, 1e6 = $1. */
export function computeNativePriceUsd6(
  sqrtPriceX96: bigint,
  { isNativeToken0, nativeQuoteDecimals }: Pick<Source, 'isNativeToken0' | 'nativeQuoteDecimals'>,
): bigint {
  const priceX192 = sqrtPriceX96 * sqrtPriceX96
  const quoteUnit = 10n ** BigInt(nativeQuoteDecimals)
  return isNativeToken0
    ? (NATIVE_UNIT * USD6 * priceX192) / (quoteUnit << 192n)
    : (NATIVE_UNIT * USD6 * (1n << 192n)) / (priceX192 * quoteUnit)
}
