// How closely a hedge follows an option book, by which price it is decided.
//
// Method:   sold options on a notional of ether, priced at the market's own variance, held over the recorded minutes from the
//           31st on. At the end of each minute the drift is computed at the price that the vault takes; outside the band
//           the hedge is traded to its target at once, at the venue's price and cost. What differs between runs is that
//           price alone.
// Measure:  |hedge held - hedge wanted| at the venue's own price of each minute, as a share of the notional.
// Accuracy: minutes are a floor: a signed price of a second ago is taken from the straight line between two closes, so
//           what moves within a minute is in no run, and 1 s and 10 s come out nearly alike.

import { Venue } from '../../../backtest/simulator/venue.ts'
import { OptionLegs, type OptionMaths } from '../../../strategy/options/optionLegs.ts'
import { type HedgePrice, MEAN_MINUTES } from './hedgePrices.ts'
import type { TrackedMarket } from './trackedMarket.ts'

/** What is sold, on the whole notional each. */
export interface TrackedBook {
  title: string
  /** Strikes as shares of the first price. */
  legs: readonly { isCall: boolean; strike: number }[]
  termSec: number
}

export interface TrackingTerms {
  book: TrackedBook
  /** Of the notional, per cent. */
  bandPercent: number
}

export interface TrackingFigures {
  priceId: string
  /** Root mean square of the minutes' errors, per cent of the notional. */
  errorPercent: number
  worstPercent: number
  trades: number
  /** Fees, impact and gas, bp of the notional. */
  costBp: number
  /** What the unwanted exposure lost over the minutes, bp of the notional; below 0: gained, which is luck. */
  lostBp: number
}

/** One book in one market within one band, by each price. */
export interface TrackingRow {
  market: string
  book: string
  bandPercent: number
  figures: readonly TrackingFigures[]
}

const NOTIONAL_USD6 = 1_000_000e6
const GAS_UNITS = 300_000
/** Of the hole that a trade leaves, in a minute: the backtester's own. */
const REFILL_PIPS = 20_000

export function runTracking(
  market: TrackedMarket,
  price: HedgePrice,
  { book, bandPercent }: TrackingTerms,
  maths: OptionMaths,
): TrackingFigures {
  const { minutes, varianceWad, feePips } = market
  const venue = new Venue({
    latencyBlocks: 0,
    isWhatIf: true,
    refillPips: REFILL_PIPS,
    feePips,
    gasUnits: GAS_UNITS,
    priorityFeePerGas: 0,
    maxFeePerGas: Number.POSITIVE_INFINITY,
    riskAversionE4: 0,
  })
  const options = openBook(market, book, maths)
  const deltaUnits = (at: number, spotUsd6: number) => {
    options.mark({ at, spotUsd6, varianceWad })
    return options.deltaUnits
  }

  let heldUnits = 0
  let before: { driftUsd6: number; priceUsd6: number } | undefined
  const sums = { squares: 0, worst: 0, trades: 0, costUsd6: 0, lostUsd6: 0, minutes: 0 }
  for (let index = MEAN_MINUTES + 1; index < minutes.length; index++) {
    const { at, priceUsd6, depthUsd6, gasPriceUsd6 } = minutes[index] as (typeof minutes)[number]
    if (before !== undefined) {
      venue.refill(at - (minutes[index - 1]?.at ?? at))
      sums.lostUsd6 -= before.driftUsd6 * (priceUsd6 / before.priceUsd6 - 1)
    }
    const takenUsd6 = price.priceUsd6(index)
    const excessUnits = heldUnits + deltaUnits(at, takenUsd6)
    const isFirst = before === undefined
    if (isFirst || Math.abs(excessUnits * takenUsd6) > (bandPercent / 100) * NOTIONAL_USD6) {
      heldUnits -= excessUnits
      // Opening the hedge costs the same at whatever price, and is no following.
      if (!isFirst) {
        venue.charge(Math.abs(Math.round(excessUnits * priceUsd6)), depthUsd6)
        sums.costUsd6 += venue.feeUsd6 + venue.impactUsd6 + GAS_UNITS * gasPriceUsd6
        sums.trades++
      }
    }
    const driftUsd6 = (heldUnits + deltaUnits(at, priceUsd6)) * priceUsd6
    const share = Math.abs(driftUsd6) / NOTIONAL_USD6
    sums.squares += share * share
    sums.worst = Math.max(sums.worst, share)
    sums.minutes++
    before = { driftUsd6, priceUsd6 }
  }
  return {
    priceId: price.id,
    errorPercent: Math.sqrt(sums.squares / sums.minutes) * 100,
    worstPercent: sums.worst * 100,
    trades: sums.trades,
    costBp: (sums.costUsd6 / NOTIONAL_USD6) * 1e4,
    lostBp: (sums.lostUsd6 / NOTIONAL_USD6) * 1e4,
  }
}

function openBook(
  { minutes, varianceWad }: TrackedMarket,
  { legs, termSec }: TrackedBook,
  maths: OptionMaths,
): OptionLegs {
  const options = new OptionLegs(maths)
  const first = minutes[MEAN_MINUTES + 1]
  if (first === undefined) throw new RangeError('the market has less than half an hour of minutes')
  const { at, priceUsd6 } = first
  for (const { isCall, strike } of legs) {
    const terms = {
      isCall,
      strikeUsd6: Math.round(priceUsd6 * strike),
      expiryAt: at + termSec,
      units: -NOTIONAL_USD6 / priceUsd6,
    }
    options.open(terms, { at, spotUsd6: priceUsd6, varianceWad }, 0)
  }
  return options
}
