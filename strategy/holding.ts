import { roundUsd6 } from './roundUsd6.ts'

/** Units of one asset, above or below 0, and what they are worth as the ledger knows it. */
export class Holding {
  /** A real number. */
  units: number
  /** Whole millionths of a dollar. */
  valueUsd6: number

  constructor(valueUsd6: number, priceUsd6: number) {
    this.units = valueUsd6 / priceUsd6
    this.valueUsd6 = valueUsd6
  }

  /** Takes a new price; the change of the value. */
  mark(priceUsd6: number): number {
    const before = this.valueUsd6
    this.valueUsd6 = roundUsd6(this.units * priceUsd6)
    return this.valueUsd6 - before
  }

  /** Buys for a whole amount, or sells for one below 0. */
  trade(amountUsd6: number, priceUsd6: number): void {
    this.units += amountUsd6 / priceUsd6
    this.valueUsd6 += amountUsd6
  }

  /** Sells all at the last price; what it was worth. */
  close(): number {
    const before = this.valueUsd6
    this.units = 0
    this.valueUsd6 = 0
    return before
  }
}
