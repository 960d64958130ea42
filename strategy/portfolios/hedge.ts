import { Holding } from '../holding.ts'
import type { Ledger } from '../ledger.ts'
import { roundUsd6 } from '../roundUsd6.ts'
import type { Row } from '../row.ts'

export type HedgeVenue = 'spot' | 'perp'

/**
 * A hedge in the asset itself, paid for in dollars, or in its perpetual, which is settled in dollars at each mark and pays funding.
 * Either way `cashUsd6` is what the portfolio has in dollars.
 */
export class Hedge {
  readonly holding: Holding
  readonly venue: HedgeVenue
  cashUsd6: number

  constructor(venue: HedgeVenue, exposureUsd6: number, cashUsd6: number, row: Row) {
    this.venue = venue
    this.holding = new Holding(exposureUsd6, this.priceUsd6(row))
    this.cashUsd6 = venue === 'spot' ? cashUsd6 - exposureUsd6 : cashUsd6
  }

  get exposureUsd6(): number {
    return this.holding.valueUsd6
  }

  /** With the dollars. */
  get navUsd6(): number {
    return this.venue === 'spot' ? this.holding.valueUsd6 + this.cashUsd6 : this.cashUsd6
  }

  priceUsd6(row: Row): number {
    return this.venue === 'spot' ? row.priceUsd6 : row.perpPriceUsd6
  }

  accrue(row: Row, ledger: Ledger): void {
    const changeUsd6 = this.holding.mark(this.priceUsd6(row))
    ledger.price += changeUsd6
    if (this.venue === 'spot') return
    const fundingUsd6 = roundUsd6((this.holding.valueUsd6 * -row.fundingPips9) / 1e9)
    ledger.funding += fundingUsd6
    this.cashUsd6 += changeUsd6 + fundingUsd6
  }

  trade(row: Row, amountUsd6: number): void {
    this.holding.trade(amountUsd6, this.priceUsd6(row))
    if (this.venue === 'spot') this.cashUsd6 -= amountUsd6
  }
}
