const MILLION = 1_000_000n

/**
 * Whether a trade of `maxTradeUsd` at this depth would move the price by more than the cap: the contract refuses such a
 * vector as a whole (MarketRules.validateImpact). Exact: trade <= depth * cap / (1 - cap), multiplied out.
 */
export function isImpactAboveCap(
  maxTradeUsd: bigint,
  depthUsd6: bigint,
  slippageCapPips: bigint,
): boolean {
  return maxTradeUsd * MILLION * (MILLION - slippageCapPips) > depthUsd6 * slippageCapPips
}
