// The promises of a vault (P-48, docs/properties.md), checked again off chain.
//
// Method:   from each event, from the parameters that were in force when it came, and from the pool's own mean price, in
//           exact integers.
// Special:  the vault does not control who calls it and when, so only its actions are checked.
// Accuracy: band, return, time, largest trade and cost exactly. The event has weights in whole pips, rounded down: the values that they
//           represent are known to 1 pip of the net asset value, which the planned size and the side of the return line
//           are allowed where a weight enters. Two smallest units of quote are allowed for amounts that are rounded.
// Source:   contracts/interfaces/IRebalancingVault.sol; docs/model.md, section "Targets".

import type { RebalancedEvent } from '../../client/vaults/decodeRebalanced.ts'
import type { Parameters } from '../../core/index.ts'

/** A rebalance, and what an observer needs to judge it. Times are unix seconds. */
export interface Rebalance extends RebalancedEvent {
  blockNumber: bigint
  blockAt: bigint
  /** When the vault's clock had started before it. */
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
      ...checkMoment(rebalance, limits),
      ...checkSize(rebalance, limits),
      ...checkCost(rebalance, limits),
      ...checkSide(rebalance),
    ]
    return broken.map((line) => `block ${rebalance.blockNumber}: ${line}`)
  })
}

/** Whether it was time to trade. What must not wait, a cut, may come at any time. */
function checkMoment(rebalance: Rebalance, { epochSec }: VaultLimits): string[] {
  const { bandPips, returnPips, isCut, elapsedSec, parameters } = rebalance
  const driftPips = computeDrift(rebalance)
  const passedSec = computePassed(rebalance)
  const wantedReturn = isCut ? 0n : least(parameters.returnPips, parameters.bandPips)
  return [
    bandPips !== parameters.bandPips &&
      `the band was ${bandPips} pips, in force were ${parameters.bandPips}`,
    returnPips !== wantedReturn &&
      `the return line was ${returnPips} pips, in force were ${wantedReturn}`,
    elapsedSec !== passedSec &&
      `${elapsedSec} s are said to have passed since the rebalance before, in fact ${passedSec}`,
    !isCut &&
      driftPips <= parameters.bandPips &&
      `the drift of ${driftPips} pips was within the band of ${parameters.bandPips}`,
    !isCut &&
      passedSec < epochSec &&
      `it traded after ${passedSec} s, and the epoch takes ${epochSec} s`,
  ].filter((line) => line !== false)
}

/** Whether it traded no more than what was planned and the largest trade. */
function checkSize(rebalance: Rebalance, limits: VaultLimits): string[] {
  const { isRiskySold, quoteAmount, riskyValueQuote, parameters } = rebalance
  const plannedQuote = planTrade(rebalance, limits)
  const maxTradeQuote = parameters.maxTradeUsd * 10n ** limits.quoteDecimals
  // The value that the vault gave, at the mean price; quote needs no conversion.
  const tradedQuote = isRiskySold ? riskyValueQuote : quoteAmount
  return [
    tradedQuote > plannedQuote + ROUNDING_QUOTE &&
      `${tradedQuote} of quote were traded, planned were ${plannedQuote}`,
    tradedQuote > maxTradeQuote + (isRiskySold ? ROUNDING_QUOTE : 0n) &&
      `${tradedQuote} of quote were traded, the largest trade was ${maxTradeQuote}`,
  ].filter((line) => line !== false)
}

/** The excess over the return line, as fast as aggressiveness allows, at least the lot; a cut goes all the way. */
function planTrade(rebalance: Rebalance, { epochSec }: VaultLimits): bigint {
  const { isRiskySold, isCut, returnPips, navQuote, parameters } = rebalance
  // The weight before is rounded down: the risky part is larger by up to a pip, which matters where it is too large.
  const driftPips = computeDrift(rebalance) + (isRiskySold ? ROUNDING_PIPS : 0n)
  const excessQuote = ((driftPips - returnPips) * navQuote) / ONE_PIPS
  if (isCut) return excessQuote
  const whole = ONE_PIPS * epochSec
  const countedSec = least(computePassed(rebalance), parameters.intervalSec)
  const part = least(parameters.aggressivenessPips * countedSec, whole)
  const shareQuote = (excessQuote * part) / whole
  const lotQuote = (parameters.lotPips * navQuote) / ONE_PIPS
  return least(excessQuote, shareQuote > lotQuote ? shareQuote : lotQuote)
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
 * Whether the weight ended on its side of the return line, at the mean price. A trade at a spot price that is better than
 * the mean gains, by that price; by as much, and no more, the weight may be past the line.
 */
function checkSide(rebalance: Rebalance): string[] {
  const { isRiskySold, navQuote, quoteAmount, riskyValueQuote, returnPips } = rebalance
  const { targetWeightPips, weightAfterPips } = rebalance
  const gainQuote = isRiskySold ? quoteAmount - riskyValueQuote : riskyValueQuote - quoteAmount
  const linePips = targetWeightPips + (isRiskySold ? returnPips : -returnPips)
  const lineQuote = (navQuote * linePips) / ONE_PIPS
  // Sold, the risky part is left at the line's worth or above; bought, it has that worth and the gain at most.
  const farthestQuote = isRiskySold ? lineQuote : lineQuote + gainQuote
  const farthestPips = (farthestQuote * ONE_PIPS) / (navQuote + gainQuote)
  const isPast = isRiskySold
    ? weightAfterPips < farthestPips - ROUNDING_PIPS
    : weightAfterPips > farthestPips + ROUNDING_PIPS
  if (!isPast) return []
  return [
    `the weight went from ${rebalance.weightBeforePips} to ${weightAfterPips} pips, past the return line at ${linePips}`,
  ]
}

function computePassed({ blockAt, lastRebalanceAt }: Rebalance): bigint {
  return blockAt - lastRebalanceAt
}

function computeDrift({ weightBeforePips, targetWeightPips }: RebalancedEvent): bigint {
  const difference = weightBeforePips - targetWeightPips
  return difference < 0n ? -difference : difference
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
