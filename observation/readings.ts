import type { Address } from 'viem'
import type { Policy } from '../core/fields.ts'

/**
 * What a market's portfolio and its chain's fee oracle tell at the end of a block that closes a segment. The caller
 * gets it by calls at that block: this folder has no network.
 */
export interface Reading {
  /** From `portfolioFigures()`: net asset value, 1e6 = $1. */
  navUsd6: bigint
  /** From `portfolioFigures()`: curvature, 1e6 = 1; 0: the portfolio tells none. */
  curvaturePips: bigint
  /** From `portfolioFigures()`: time to the next expiry, seconds; 0: there is none. */
  horizonSec: bigint
  /**
   * `getL1FeeUpperBound(txBytes)` plus, where it answers, `getOperatorFee(gasUnits)` of the fee oracle, wei; 0 without
   * an oracle.
   */
  dataFeeWei: bigint
}

/**
 * A market's readings by block number. A block is missing where the portfolio or `getL1FeeUpperBound` reverts, or one
 * of them has no code or an answer of another form: then there is no observation.
 */
export type Readings = ReadonlyMap<bigint, Reading>

/** What has to be read at one block, of contracts and with figures that were in force before it. */
export interface ReadingRequest {
  blockNumber: bigint
  portfolio: Address
  gasPriceOracle: Address
  txBytes: Policy['txBytes']
  gasUnits: Policy['gasUnits']
}
