import type { Address } from 'viem'

/** Where a market's figures come from: `Source` of RiskParameters, without the portfolio. */
export interface Source {
  /** The Uniswap v3 pool of depth, price and variance. */
  pool: Address
  /** The Uniswap v3 pool between the wrapped native coin (18 decimals) and a dollar; may be `pool`. */
  nativePool: Address
  /** The pool's token0 is the dollar, not its token1. */
  isQuoteToken0: boolean
  /** Of the pool's dollar. */
  quoteDecimals: number
  /** The native pool's token0 is the native coin, not its token1. */
  isNativeToken0: boolean
  /** Of the native pool's dollar. */
  nativeQuoteDecimals: number
}
