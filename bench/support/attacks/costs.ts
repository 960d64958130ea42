// What an attack on a pool's memory costs whoever makes it.
//
// Method:   around its price a Uniswap v3 pool is a constant product with reserves of X dollars and X dollars' worth of
//           ether, X the depth that is reported. To take the price by a factor r takes X (sqrt r - 1) dollars in (down:
//           as much ether out of the other reserve) and the pool's fee on them. Whoever holds the next block trades it
//           back himself and pays the fee once more; if others do, they keep X (sqrt r + 1 / sqrt r - 2) as well.
//           A position of the narrowest range, `spacing` ticks wide, of k times the pool's liquidity holds about
//           k X (1.0001^(spacing / 2) - 1) dollars: it must stand between two blocks, so nobody lends it for one.
// Domain:   X above 0, r above 0.
// Accuracy: real pools have less liquidity away from their price: moving it is cheaper then, by a factor of two or three
//           for 10 %. Figures are of an order of magnitude.
// Source:   Uniswap v3 Core (2021), section 6.2; a proposer is drawn anew for each slot, by stake.

const TICK = 1.0001

/** Dollars of fee for moving the price by this factor, one way. */
export function computeMoveFeeUsd(depthUsd: number, factor: number, feePips: number): number {
  return (depthUsd * Math.abs(Math.sqrt(factor) - 1) * feePips) / 1e6
}

/** Dollars lost to whoever trades the price back. */
export function computeMoveLossUsd(depthUsd: number, factor: number): number {
  return depthUsd * (Math.sqrt(factor) + 1 / Math.sqrt(factor) - 2)
}

/** Dollars in a position of the narrowest range with `times` the pool's liquidity. */
export function computeNarrowPositionUsd(depthUsd: number, times: number, spacing: number): number {
  return times * depthUsd * (TICK ** (spacing / 2) - 1)
}

const SLOTS_PER_DAY = 7_200

/** How often a day a proposer with this share of the stake has a run of at least `slots` slots that begins. */
export function computeRunsPerDay(share: number, slots: number): number {
  return SLOTS_PER_DAY * share ** slots * (1 - share)
}
