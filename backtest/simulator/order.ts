/** The one order of a rule that waits for its block; used again for the next. */
export class Order {
  isPending = false
  isUrgent = false
  /** Signed change of exposure, 1e-6 dollars. */
  amountUsd6 = Number.NaN
  /** It fills at the first step from this time on, unix seconds. */
  fillAt = Number.NaN

  place(amountUsd6: number, isUrgent: boolean, fillAt: number): void {
    this.isPending = true
    this.isUrgent = isUrgent
    this.amountUsd6 = amountUsd6
    this.fillAt = fillAt
  }
}
