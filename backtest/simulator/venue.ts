import { type FillSettings, fillsInPool } from '../settings.ts'
import { computeKeptPerSec, raise } from './refill.ts'

/** A hole of less than a millionth of a dollar is none. */
const NO_HOLE_USD6 = 1

/**
 * What trades cost, and what they leave behind: a trade of q with the hole h costs fee q + q (q + 2 h) / (X + q), X the depth of the
 * row, and the hole becomes h + q and refills by a share a minute. A perpetual has its own formula, and no hole. A pair pays both.
 *
 * Fees and impacts are whole units, and what is rounded off goes to the next trade: the sum of a run is right to half a unit,
 * however many trades it has.
 */
export class Venue {
  /** Of the last `charge`, whole units of 1e-6 dollars. */
  feeUsd6 = 0
  impactUsd6 = 0
  /** What has been rounded off so far, -0.5 to 0.5. */
  private feeRest = 0
  private impactRest = 0
  private holeUsd6 = 0
  /** Left by trades since the last refill, where the refill is delayed. */
  private freshUsd6 = 0
  private readonly keptPerSec: number
  private keptFor = 0
  private kept = 1

  private readonly fill: FillSettings

  constructor(fill: FillSettings) {
    this.fill = fill
    this.keptPerSec = computeKeptPerSec(fill.refillPips)
  }

  /** Lets the hole refill for as long as a step takes, seconds. */
  refill(elapsedSec: number): void {
    if (this.holeUsd6 === 0 && this.freshUsd6 === 0) return
    if (elapsedSec !== this.keptFor) {
      this.keptFor = elapsedSec
      this.kept = raise(this.keptPerSec, Math.floor(elapsedSec))
    }
    const holeUsd6 = this.holeUsd6 * this.kept + this.freshUsd6
    this.holeUsd6 = holeUsd6 < NO_HOLE_USD6 ? 0 : holeUsd6
    this.freshUsd6 = 0
  }

  /** The most of `amountUsd6` (above 0) whose impact is inside the slippage cap at this depth, wherever it fills. */
  limit(amountUsd6: number, depthUsd6: number): number {
    const { slippageCapPips, perp } = this.fill
    if (slippageCapPips === undefined) return amountUsd6
    let largestUsd6 = amountUsd6
    if (fillsInPool(this.fill)) {
      const inPoolUsd6 = Math.floor((depthUsd6 * slippageCapPips) / (1e6 - slippageCapPips))
      largestUsd6 = Math.min(largestUsd6, inPoolUsd6)
    }
    if (perp !== undefined) {
      const onPerpUsd6 = Math.floor((2 * perp.depthUsd6 * slippageCapPips) / 1e6)
      largestUsd6 = Math.min(largestUsd6, onPerpUsd6)
    }
    return largestUsd6
  }

  /** Puts what a trade of `amountUsd6` (above 0) costs into `feeUsd6` and `impactUsd6`, and leaves its hole behind. */
  charge(amountUsd6: number, depthUsd6: number): void {
    const { feePips, perp } = this.fill
    let paidPips = 0
    let impactUsd6 = 0
    if (fillsInPool(this.fill)) {
      // Where the hole is wider than the pool is deep, all of it is lost, and no more.
      const share = (amountUsd6 + 2 * this.holeUsd6) / (depthUsd6 + amountUsd6)
      paidPips += feePips
      impactUsd6 += amountUsd6 * Math.min(1, share)
      if (this.fill.isRefillDelayed === true) this.freshUsd6 += amountUsd6
      else this.holeUsd6 += amountUsd6
    }
    if (perp !== undefined) {
      const share = amountUsd6 / (2 * perp.depthUsd6)
      paidPips += perp.feePips + perp.halfSpreadPips
      impactUsd6 += amountUsd6 * Math.min(1, share)
    }
    this.book(amountUsd6 * paidPips, impactUsd6)
  }

  private book(feeUsd12: number, impactUsd6: number): void {
    const fee = feeUsd12 / 1e6 + this.feeRest
    const impact = impactUsd6 + this.impactRest
    this.feeUsd6 = Math.round(fee)
    this.impactUsd6 = Math.round(impact)
    this.feeRest = fee - this.feeUsd6
    this.impactRest = impact - this.impactUsd6
  }
}
