import { computeCost, type Place, type TradeCost } from './computeCost.ts'

/** A chain that may be ordered to trade. */
export interface Candidate {
  chainId: number
  name: string
  /** Most that an order there may trade, 1e6 = $1: what is planned, within its inventory. */
  mostUsd6: bigint
  place: Place
}

/** A candidate and what it would cost there. */
export interface Offer extends Candidate {
  cost: TradeCost
  /** Cost of a dollar traded, 1e6 = 100 %. */
  costPips: number
}

/**
 * The candidates that can trade anything, the cheapest a dollar first; the same price: the larger first. One whose
 * inventory is too small for all of it trades what it can, and the rest is the next order's.
 */
export function rankChains(candidates: readonly Candidate[]): Offer[] {
  return candidates
    .filter(({ mostUsd6 }) => mostUsd6 > 0n)
    .map((candidate): Offer => {
      const cost = computeCost(candidate.place, candidate.mostUsd6)
      const costPips = (cost.totalUsd6 * 1e6) / Number(candidate.mostUsd6)
      return { ...candidate, cost, costPips }
    })
    .toSorted((a, b) => a.costPips - b.costPips || Number(b.mostUsd6 - a.mostUsd6))
}
