// How full the blocks of a recorded minute were. A record of the gas price does not contain it: it is inferred, as the share at
// which the chain's fee rule moves the price as it moved.
//
// Method:   the largest share u with (1 + (u / target - 1) / denominator)^blocks <= price / price before, found by halving; products
//           and quotients of IEEE doubles alone, which have the same bits on every machine.
// Domain:   prices above 0; 1 to 4,096 blocks.
// Special:  a chain without a fee rule (denominator 0) says nothing of its blocks. A price that moved more than any share explains
//           means full blocks, or empty ones.
// Accuracy: to the pip; test/market/inferGasUsed.test.ts.
// Source:   EIP-1559.

import type { MarketChain } from './manifest.ts'

/** The fee rule of a chain, and how often it is applied. */
export type FeeRule = Pick<MarketChain, 'blockSec' | 'gasTargetPips' | 'baseFeeDenominator'>

const FULL_PIPS = 1_000_000

/**
 * The share of the gas limit that was used while a price moved, 1e6 = 100 %, rounded down.
 *
 * @returns undefined where the chain has no fee rule.
 */
export function inferGasUsedPips(
  before: number,
  after: number,
  elapsedSec: number,
  { blockSec, gasTargetPips, baseFeeDenominator }: FeeRule,
): number | undefined {
  if (baseFeeDenominator === 0) return undefined
  const blocks = Math.max(1, Math.round(elapsedSec / blockSec))
  const growth = after / before
  let [low, high] = [0, FULL_PIPS]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const factor = 1 + (middle / gasTargetPips - 1) / baseFeeDenominator
    if (raise(factor, blocks) <= growth) low = middle
    else high = middle - 1
  }
  return low
}

/** A whole power, by squares. */
function raise(base: number, exponent: number): number {
  let [power, square, left] = [1, base, exponent]
  while (left > 0) {
    if (left % 2 === 1) power *= square
    square *= square
    left = Math.floor(left / 2)
  }
  return power
}
