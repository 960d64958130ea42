// The promises of a position vault (P-167, docs/properties.md), checked again off chain.
//
// Method:   from each event, and from the parameters that were in force when it came, in exact integers.
// Special:  what is no trade (an expiry, a roll, a range put anew) has no band and no clock; its cost has a limit all the same.
// Accuracy: drift, band, return, time and size exactly. What was traded is told at the mean price, while a leg fills at its own
//           venue's: they may differ by what the vault lets prices disagree.
// Source:   contracts/interfaces/IPositionVault.sol; contracts/vault/RebalanceMath.sol.

import type { ActedEvent, DueAction } from '../../client/vaults/decodeActed.ts'
import type { Parameters } from '../../core/index.ts'

/** An act, and what an observer needs to judge it. Times are unix seconds. */
export interface Act extends ActedEvent {
  blockNumber: bigint
  blockAt: bigint
  /** When the vault's clock had started before it. */
  lastRebalanceAt: bigint
  /** In force when it came: of the state before it in its block. */
  parameters: Parameters
  /** Transfers of either token to who called, in the same transaction. */
  transfersToCaller: number
}

/** The promises of a vault's settings, and of the venues that it trades on. */
export interface PositionLimits {
  epochSec: bigint
  /** Most that prices may disagree, 1e6 = 100 %. */
  maxDeviationPips: bigint
  quoteDecimals: bigint
  /** Most that a change of exposure may cost: fee and slippage cap of each leg that it moves, together, 1e6 = 100 %. */
  costPips: bigint
}

const ONE_PIPS = 1_000_000n
const ROUNDING_QUOTE = 4n

/** One line for each promise that an act broke. */
export function checkPosition(acts: readonly Act[], limits: PositionLimits): string[] {
  return acts.flatMap((act) => {
    const broken = isTrade(act.due)
      ? [...checkMoment(act, limits), ...checkSize(act, limits), ...checkEnd(act, limits)]
      : []
    return [...broken, ...checkCost(act, limits)].map(
      (line) => `block ${act.blockNumber}, ${act.due.action}: ${line}`,
    )
  })
}

/** Whether an act moves the exposure by the rule of band and return, or cuts it. */
function isTrade({ action }: Pick<DueAction, 'action'>): boolean {
  return action === 'trade' || action === 'cut' || action === 'order'
}

/** Whether it was time to trade. What must not wait, a cut, may come at any time. */
function checkMoment(act: Act, { epochSec }: PositionLimits): string[] {
  const { due, parameters } = act
  const isCut = due.action === 'cut'
  const wantedReturn = isCut ? 0n : least(parameters.returnPips, parameters.bandPips)
  const passedSec = act.blockAt - act.lastRebalanceAt
  const driftPips =
    due.navQuote === 0n ? 0n : (abs(due.heldQuote - due.targetQuote) * ONE_PIPS) / due.navQuote
  return [
    due.bandPips !== parameters.bandPips &&
      `the band was ${due.bandPips} pips, in force were ${parameters.bandPips}`,
    due.returnPips !== wantedReturn &&
      `the return line was ${due.returnPips} pips, in force were ${wantedReturn}`,
    due.driftPips !== driftPips &&
      `the drift was said to be ${due.driftPips} pips, it was ${driftPips}`,
    due.elapsedSec !== passedSec &&
      `${due.elapsedSec} s are said to have passed since the trade before, in fact ${passedSec}`,
    !isCut &&
      driftPips <= parameters.bandPips &&
      `the drift of ${driftPips} pips was within the band of ${parameters.bandPips}`,
    !isCut &&
      passedSec < epochSec &&
      `it traded after ${passedSec} s, and the epoch takes ${epochSec} s`,
  ].filter((line) => line !== false)
}

/** Whether it ordered what the rule says, and traded no more of it, the same way. */
function checkSize(act: Act, limits: PositionLimits): string[] {
  const { due, tradedQuote, parameters } = act
  const orderedQuote = abs(due.tradeQuote)
  const maxTradeQuote = parameters.maxTradeUsd * 10n ** limits.quoteDecimals
  const plannedQuote =
    due.action === 'cut' ? orderedQuote : least(maxTradeQuote, planTrade(act, limits))
  const mostQuote = orderedQuote + toleranceOf(orderedQuote, limits)
  return [
    due.action !== 'cut' &&
      due.tradeQuote > 0n !== due.targetQuote > due.heldQuote &&
      'it traded away from its target',
    orderedQuote !== plannedQuote &&
      `${orderedQuote} of quote were ordered, planned were ${plannedQuote}`,
    orderedQuote > maxTradeQuote &&
      `${orderedQuote} of quote were ordered, the largest trade was ${maxTradeQuote}`,
    tradedQuote * due.tradeQuote < 0n && 'it traded the other way than it ordered',
    abs(tradedQuote) > mostQuote &&
      `${abs(tradedQuote)} of quote were traded, ordered were ${orderedQuote}`,
  ].filter((line) => line !== false)
}

/** The excess over the return line, as fast as aggressiveness allows, at least the lot. */
function planTrade({ due, parameters }: Act, { epochSec }: PositionLimits): bigint {
  const driftQuote = abs(due.heldQuote - due.targetQuote)
  const lineQuote = divideUp(due.navQuote * due.returnPips, ONE_PIPS)
  const excessQuote = driftQuote > lineQuote ? driftQuote - lineQuote : 0n
  const whole = ONE_PIPS * epochSec
  const countedSec = least(due.elapsedSec, parameters.intervalSec)
  const part = least(parameters.aggressivenessPips * countedSec, whole)
  const shareQuote = (excessQuote * part) / whole
  const lotQuote = (due.navQuote * parameters.lotPips) / ONE_PIPS
  return least(excessQuote, shareQuote > lotQuote ? shareQuote : lotQuote)
}

/** Whether the exposure is where the trade took it, and on its side of the return line. */
function checkEnd(act: Act, limits: PositionLimits): string[] {
  const { due, heldAfterQuote, tradedQuote } = act
  const tolerance = toleranceOf(abs(tradedQuote), limits) + due.navQuote / ONE_PIPS
  const expected = due.heldQuote + tradedQuote
  const isUp = due.tradeQuote > 0n
  const lineQuote = (due.navQuote * due.returnPips) / ONE_PIPS
  const endQuote = due.targetQuote + (isUp ? -lineQuote : lineQuote)
  const isPast = isUp
    ? heldAfterQuote > endQuote + tolerance
    : heldAfterQuote < endQuote - tolerance
  return [
    abs(heldAfterQuote - expected) > tolerance &&
      `it held ${heldAfterQuote} of quote afterwards, by its trade it should be ${expected}`,
    due.action !== 'cut' &&
      isPast &&
      `the exposure went from ${due.heldQuote} to ${heldAfterQuote}, past the return line at ${endQuote}`,
  ].filter((line) => line !== false)
}

/** Whether it cost no more than fees and slippage caps, and paid nobody. */
function checkCost(act: Act, limits: PositionLimits): string[] {
  const { due, tradedQuote, navAfterQuote, costQuote, transfersToCaller, caller } = act
  // What is no trade may move all that there is, there and back.
  const movedQuote = isTrade(due) ? abs(tradedQuote) : 2n * navAfterQuote
  const most = movedQuote + toleranceOf(movedQuote, limits)
  const maxCostQuote = (most * limits.costPips) / ONE_PIPS + ROUNDING_QUOTE
  return [
    costQuote > maxCostQuote && `it cost ${costQuote} of quote, allowed were ${maxCostQuote}`,
    transfersToCaller > 0 && `its caller ${caller} was paid`,
  ].filter((line) => line !== false)
}

function toleranceOf(quote: bigint, { maxDeviationPips }: PositionLimits): bigint {
  return (quote * maxDeviationPips) / ONE_PIPS + ROUNDING_QUOTE
}

function divideUp(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function abs(a: bigint): bigint {
  return a < 0n ? -a : a
}
