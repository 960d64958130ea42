// Between the ticks of a pool and prices in dollars, for token0 the dollar (6 decimals) and token1 the asset (18).
//
// Method:   the price of a tick is the model's own (observation/): floor(1e24 * 2^192 / sqrtPriceX96^2). The tick of a price is
//           guessed by a logarithm and decided by those prices, so that the guess has no part in it.
// Domain:   ticks -887,272 to 887,272; prices above 0.
// Accuracy: exact: a tick is the highest whose price is not below the given one, as a pool would stand at; test/market/ticks.test.ts.

import { computeSqrtPriceX96 } from '../observation/index.ts'
import { computeNativePriceUsd6 } from '../observation/valuation.ts'

/** Largest tick of Uniswap v3, either way. Source: TickMath. */
export const MAX_TICK = 887_272

const LN_TICK = Math.log1p(1e-4)
/** 1e12 * 1e6: raw units of token1 for one of token0 at a price of 1e-6 dollars. */
const RAW_PER_USD6 = 1e18

/** How the market's pools are measured. */
export const poolTokens = {
  isQuoteToken0: true,
  quoteDecimals: 6,
  isNativeToken0: false,
  nativeQuoteDecimals: 6,
} as const

/** Price of the asset at a tick, 1e6 = $1, rounded down. @throws TickOutOfRangeError */
export function computeTickPriceUsd6(tick: bigint): bigint {
  return computeNativePriceUsd6(computeSqrtPriceX96(tick), poolTokens)
}

/** The tick at which a pool stands at a price, 1e6 = $1 and above 0. A higher price is a lower tick. */
export function computeTickAt(priceUsd6: number): bigint {
  const price = BigInt(priceUsd6)
  let tick = BigInt(Math.floor(Math.log(RAW_PER_USD6 / priceUsd6) / LN_TICK))
  while (computeTickPriceUsd6(tick) < price) tick -= 1n
  while (computeTickPriceUsd6(tick + 1n) >= price) tick += 1n
  return tick
}

/** The liquidity that has a depth, 1e6 = $1, at a tick; rounded down. */
export function computeLiquidity(depthUsd6: bigint, tick: bigint): bigint {
  return (depthUsd6 * computeSqrtPriceX96(tick)) >> 96n
}

const TICKS = 2 * MAX_TICK + 1

/** The prices of ticks, each computed once: a market comes back to the same ones all the time. */
export class TickPrices {
  private readonly pricesUsd6 = new Float64Array(TICKS)
  private readonly sqrtPricesX96 = new Map<number, bigint>()

  /** As `computeTickPriceUsd6`, as a double. */
  getUsd6(tick: number): number {
    const index = tick + MAX_TICK
    const known = this.pricesUsd6[index] as number
    if (known > 0) return known
    const price = Number(computeTickPriceUsd6(BigInt(tick)))
    this.pricesUsd6[index] = price
    return price
  }

  /** As `computeSqrtPriceX96`. */
  getSqrtX96(tick: number): bigint {
    const known = this.sqrtPricesX96.get(tick)
    if (known !== undefined) return known
    const price = computeSqrtPriceX96(BigInt(tick))
    this.sqrtPricesX96.set(tick, price)
    return price
  }
}
