import type { Address } from 'viem'

/** Where a market's figures come from, and how they are measured: `Source` of RiskParameters. */
export interface Source {
  /** The Uniswap v3 pool of depth, price and variance. */
  pool: Address
  /** The Uniswap v3 pool between the wrapped native coin (18 decimals) and a dollar; may be `pool`. */
  nativePool: Address
  /** Who tells `portfolioFigures()`; zero: nobody yet, then there is no observation. */
  portfolio: Address
  /** Who tells a rollup's data fee; zero: the chain has no such fee. */
  gasPriceOracle: Address
  /** The pool's token0 is the dollar, not its token1. */
  isQuoteToken0: boolean
  /** Of the pool's dollar. */
  quoteDecimals: number
  /** The native pool's token0 is the native coin, not its token1. */
  isNativeToken0: boolean
  /** Of the native pool's dollar. */
  nativeQuoteDecimals: number
  /** A block's gas limit measures the chain's capacity; without it the ratio of gas used counts 0. */
  hasGasLimit: boolean
  /** Segments begin at this second modulo 120; 0 to 119. */
  segmentOffsetSec: number
  /** Where the average variance starts, 1e18 = 1 a year; 0: at the first complete hour's. */
  startVarianceWad: bigint
  /** Where the average depth starts, 1e6 = $1; 0: at the first segment's. */
  startDepthRefUsd6: bigint
}
