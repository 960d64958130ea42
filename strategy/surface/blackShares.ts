import type { Strategies } from '../../core/strategies.ts'

/** The strategies' maths at a forward of a million dollars and a year: a price in 1e-12 of the forward, a variance that is the total. */
const FORWARD_USD6 = 1e12
const YEAR_SEC = 31_557_600
const MOST_MONEYNESS = 100
const MOST_VARIANCE_WAD = 9e18
/** Halvings of the widest range of variance that leave less than its unit. */
const HALVINGS = 63

/** A call's price as a share of the forward, by moneyness and total variance; within 1e-9. */
export class BlackShares {
  private readonly maths: Pick<Strategies, 'priceOptionLanes'>
  private readonly input = new Float64Array(4)
  private readonly output = new Float64Array(6)

  constructor(maths: Pick<Strategies, 'priceOptionLanes'>) {
    this.maths = maths
  }

  /** `moneyness` from 1e-12 to 100, `totalVariance` from 1e-18 to 9; what is outside counts as the end. */
  price(moneyness: number, totalVariance: number): number {
    const varianceWad = Math.round(totalVariance * 1e18)
    return this.priceAt(moneyness, Math.min(Math.max(varianceWad, 1), MOST_VARIANCE_WAD))
  }

  /** The total variance whose price is nearest from below. */
  totalVariance(moneyness: number, price: number): number {
    let low = 1
    let high = MOST_VARIANCE_WAD
    for (let halving = 0; halving < HALVINGS && high - low > 1; halving++) {
      const middle = Math.round(low + (high - low) / 2)
      if (this.priceAt(moneyness, middle) <= price) low = middle
      else high = middle
    }
    return low / 1e18
  }

  private priceAt(moneyness: number, varianceWad: number): number {
    const { input } = this
    input[0] = FORWARD_USD6
    input[1] = Math.max(1, Math.round(Math.min(moneyness, MOST_MONEYNESS) * FORWARD_USD6))
    input[2] = varianceWad
    input[3] = YEAR_SEC
    this.maths.priceOptionLanes(input, this.output)
    return (this.output[0] as number) / FORWARD_USD6
  }
}
