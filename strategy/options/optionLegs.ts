import type { OptionFigures, Strategies } from '../../core/strategies.ts'
import { roundUsd6 } from '../roundUsd6.ts'

/** One option held, or sold where `units` is below 0. */
export interface OptionLeg {
  isCall: boolean
  strikeUsd6: number
  /** Unix seconds. */
  expiryAt: number
  /** Of the asset, a real number. */
  units: number
  /** What it is worth as the ledger knows it. */
  valueUsd6: number
}

/** What an option is valued at. */
export interface Quote {
  at: number
  spotUsd6: number
  /** A year, 1e18 = 1; 1 to 9e18. */
  varianceWad: number
}

/** The part of the strategies' maths that values options. */
export type OptionMaths = Pick<Strategies, 'priceOption'>

/** Options on one asset, marked by Black-Scholes without interest. Their figures are those of the last mark. */
export class OptionLegs {
  readonly legs: OptionLeg[] = []
  /** Of all, in units of the asset. */
  deltaUnits = 0
  /** S^2 Gamma of all, netted with its sign, 1e6 = $1. */
  gammaCashUsd6 = 0
  /** Of one day, 1e6 = $1. */
  thetaDayUsd6 = 0
  private readonly maths: OptionMaths

  constructor(maths: OptionMaths) {
    this.maths = maths
  }

  get valueUsd6(): number {
    let sum = 0
    for (const leg of this.legs) sum += leg.valueUsd6
    return sum
  }

  /** Of the options that have not expired, unix seconds; Infinity: there is none. */
  get nextExpiryAt(): number {
    let next = Number.POSITIVE_INFINITY
    for (const leg of this.legs) next = Math.min(next, leg.expiryAt)
    return next
  }

  /** Values all anew; the change of their value. */
  mark(quote: Quote): number {
    this.deltaUnits = 0
    this.gammaCashUsd6 = 0
    this.thetaDayUsd6 = 0
    let changeUsd6 = 0
    for (const leg of this.legs) {
      const figures = this.price(leg, quote)
      const valueUsd6 = roundUsd6(leg.units * unitPriceUsd6(leg, figures))
      changeUsd6 += valueUsd6 - leg.valueUsd6
      leg.valueUsd6 = valueUsd6
      const deltaPips = leg.isCall ? figures.callDeltaPips : figures.putDeltaPips
      this.deltaUnits += (leg.units * Number(deltaPips)) / 1e6
      this.gammaCashUsd6 += (leg.units * quote.spotUsd6 * Number(figures.gammaCashPips)) / 1e6
      this.thetaDayUsd6 += (leg.units * quote.spotUsd6 * Number(figures.thetaDayPips)) / 1e6
    }
    return changeUsd6
  }

  /**
   * Buys, or sells, at a variance that is worse by `spreadPips` of it; the value is that at the quote itself.
   *
   * @returns what is paid, 1e-6 dollars; below 0: received.
   */
  open(terms: Omit<OptionLeg, 'valueUsd6'>, quote: Quote, spreadPips: number): number {
    const side = terms.units < 0 ? -1 : 1
    const varianceWad = Math.min(
      9e18,
      Math.max(1, quote.varianceWad * (1 + (side * spreadPips) / 1e6)),
    )
    const fill = { at: quote.at, spotUsd6: quote.spotUsd6, varianceWad }
    const paidUsd6 = roundUsd6(terms.units * unitPriceUsd6(terms, this.price(terms, fill)))
    const valueUsd6 = roundUsd6(terms.units * unitPriceUsd6(terms, this.price(terms, quote)))
    this.legs.push({
      isCall: terms.isCall,
      strikeUsd6: terms.strikeUsd6,
      expiryAt: terms.expiryAt,
      units: terms.units,
      valueUsd6,
    })
    return paidUsd6
  }

  /** Takes an expired leg out; what it pays, 1e-6 dollars, below 0: is owed. */
  settle(leg: OptionLeg, spotUsd6: number): number {
    this.legs.splice(this.legs.indexOf(leg), 1)
    return roundUsd6(leg.units * intrinsicUsd6(leg, spotUsd6))
  }

  /** Sells all at their marks; what they were worth, 1e-6 dollars. */
  close(): number {
    const before = this.valueUsd6
    this.legs.length = 0
    this.deltaUnits = 0
    this.gammaCashUsd6 = 0
    this.thetaDayUsd6 = 0
    return before
  }

  private price(leg: Omit<OptionLeg, 'valueUsd6'>, quote: Quote): OptionFigures {
    return this.maths.priceOption({
      spotUsd6: BigInt(quote.spotUsd6),
      strikeUsd6: BigInt(leg.strikeUsd6),
      varianceWad: BigInt(Math.round(quote.varianceWad)),
      timeToExpirySec: BigInt(Math.max(0, leg.expiryAt - quote.at)),
    })
  }
}

/** What one unit pays at expiry, 1e-6 dollars. */
export function intrinsicUsd6(
  { isCall, strikeUsd6 }: Pick<OptionLeg, 'isCall' | 'strikeUsd6'>,
  spotUsd6: number,
): number {
  return Math.max(0, isCall ? spotUsd6 - strikeUsd6 : strikeUsd6 - spotUsd6)
}

function unitPriceUsd6({ isCall }: Pick<OptionLeg, 'isCall'>, figures: OptionFigures): number {
  return Number(isCall ? figures.callUsd6 : figures.putUsd6)
}
