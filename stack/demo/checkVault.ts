// The promises of a vault (P-48, docs/properties.md), checked again off chain.
//
// Method:   from each event, from the parameters that were in force when it came, and from the pool's own mean price, in
//           exact integers.
// Special:  the vault does not control who calls it and when, so only its actions are checked.
// Accuracy: band, interval, largest trade and cost exactly. The event has weights in whole pips, rounded down: the values that they
//           represent are known to 1 pip of the net asset value, which the share of the drift and the side of the target
//           are allowed where a weight enters. Two smallest units of quote are allowed for amounts that are rounded.
// Source:   contracts/interfaces/IRebalancingVault.sol; docs/model.md, section "Targets".

import type { Parameters } from '../../core/index.ts'
import type { RebalancedEvent } from './decodeRebalanced.ts'

/** A rebalance, and what an observer needs to judge it. Times are unix seconds. */
export interface Rebalance extends RebalancedEvent {
  blockNumber: bigint
  blockAt: bigint
  /** Before it. */
  lastRebalanceAt: bigint
  /** In force when it came: of the state before it in its block. */
  parameters: Parameters
  /** The risky amount at the pool's mean price, which the vault decides by; smallest units of quote, rounded down. */
  riskyValueQuote: bigint
  /** Transfers of either token to who called, in the same transaction. */
  transfersToCaller: number
}

/** The promises of a vault's settings. */
export interface VaultLimits {
  epochSec: bigint
  poolFeePips: bigint
  slippageCapPips: bigint
  quoteDecimals: bigint
}

const ONE_PIPS = 1_000_000n
const ROUNDING_QUOTE = 2n
const ROUNDING_PIPS = 1n

/** One line for each promise that a rebalance broke. */
export function checkVault(rebalances: readonly Rebalance[], limits: VaultLimits): string[] {
  return rebalances.flatMap((rebalance) => {
    const broken = [
      ...checkMoment(rebalance),
      ...checkSize(rebalance, limits),
      ...checkCost(rebalance, limits),
      ...checkSide(rebalance),
    ]
    return broken.map((line) => `block ${rebalance.blockNumber}: ${line}`)
  })
}

/** Whether it was time to trade. */
function checkMoment(rebalance: Rebalance): string[] {
  const { bandPips, elapsedSec, parameters, blockAt, lastRebalanceAt } = rebalance
  const driftPips = computeDrift(rebalance)
  const passedSec = blockAt - lastRebalanceAt
  const needed = parameters.minIntervalSec * parameters.bandPips ** 2n
  return [
    bandPips !== parameters.bandPips &&
      `the band was ${bandPips} pips, in force were ${parameters.bandPips}`,
    elapsedSec !== passedSec &&
      `${elapsedSec} s are said to have passed since the rebalance before, in fact ${passedSec}`,
    driftPips <= parameters.bandPips &&
      `the drift of ${driftPips} pips was within the band of ${parameters.bandPips}`,
    passedSec * driftPips ** 2n < needed &&
      `a drift of ${driftPips} pips was traded after ${passedSec} s, too soon for an interval of ${parameters.minIntervalSec} s`,
  ].filter((line) => line !== false)
}

/** Whether it traded no more than the share of the drift and the largest trade. */
function checkSize(rebalance: Rebalance, { epochSec, quoteDecimals }: VaultLimits): string[] {
  const { isRiskySold, navQuote, quoteAmount, riskyValueQuote, parameters } = rebalance
  const { aggressivenessPips, maxTradeUsd6 } = parameters
  const passedSec = rebalance.blockAt - rebalance.lastRebalanceAt
  // The weight before is rounded down: the risky part is larger by up to a pip, which matters where it is too large.
  const driftPips = computeDrift(rebalance) + (isRiskySold ? ROUNDING_PIPS : 0n)
  const driftQuote = (driftPips * navQuote) / ONE_PIPS
  const whole = ONE_PIPS * epochSec
  const part = least(aggressivenessPips * passedSec, whole)
  const shareQuote = (driftQuote * part) / whole
  const maxTradeQuote = (maxTradeUsd6 * 10n ** quoteDecimals) / 1_000_000n
  // The value that the vault gave, at the mean price; quote needs no conversion.
  const tradedQuote = isRiskySold ? riskyValueQuote : quoteAmount
  return [
    tradedQuote > shareQuote + ROUNDING_QUOTE &&
      `${tradedQuote} of quote were traded, its share of the drift was ${shareQuote}`,
    tradedQuote > maxTradeQuote + (isRiskySold ? ROUNDING_QUOTE : 0n) &&
      `${tradedQuote} of quote were traded, the largest trade was ${maxTradeQuote}`,
  ].filter((line) => line !== false)
}

/** Whether it cost no more than the pool's fee and the slippage cap, and paid nobody. */
function checkCost(
  { isRiskySold, quoteAmount, costQuote, transfersToCaller, caller }: Rebalance,
  { poolFeePips, slippageCapPips }: VaultLimits,
): string[] {
  // At the spot price, as the cost: what was sold is worth what came back and the cost.
  const givenQuote = isRiskySold ? quoteAmount + costQuote : quoteAmount
  const maxCostQuote = (givenQuote * (poolFeePips + slippageCapPips)) / ONE_PIPS
  return [
    costQuote > maxCostQuote && `it cost ${costQuote} of quote, allowed were ${maxCostQuote}`,
    transfersToCaller > 0 && `its caller ${caller} was paid`,
  ].filter((line) => line !== false)
}

/**
 * Whether the weight ended on its side of the target, at the mean price. A trade at a spot price that is better than the
 * mean gains, by that price; by as much, and no more, the weight may be past the target.
 */
function checkSide(rebalance: Rebalance): string[] {
  const { isRiskySold, navQuote, quoteAmount, riskyValueQuote } = rebalance
  const { targetWeightPips, weightAfterPips } = rebalance
  const gainQuote = isRiskySold ? quoteAmount - riskyValueQuote : riskyValueQuote - quoteAmount
  const targetQuote = (navQuote * targetWeightPips) / ONE_PIPS
  // Sold, the risky part is left at the target's worth or above; bought, it has that worth and the gain at most.
  const farthestQuote = isRiskySold ? targetQuote : targetQuote + gainQuote
  const farthestPips = (farthestQuote * ONE_PIPS) / (navQuote + gainQuote)
  const isPast = isRiskySold
    ? weightAfterPips < farthestPips - ROUNDING_PIPS
    : weightAfterPips > farthestPips + ROUNDING_PIPS
  if (!isPast) return []
  return [
    `the weight went from ${rebalance.weightBeforePips} to ${weightAfterPips} pips, past the target of ${targetWeightPips}`,
  ]
}

function computeDrift({ weightBeforePips, targetWeightPips }: RebalancedEvent): bigint {
  const difference = weightBeforePips - targetWeightPips
  return difference < 0n ? -difference : difference
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
