import type { FillSettings } from '../settings.ts'
import { computeKeptPerSec, raise } from './refill.ts'

/** A hole of less than a millionth of a dollar is none. */
const NO_HOLE_USD6 = 1

/**
 * What trades cost, and what they leave behind: a trade of q with the hole h costs fee q + q (q + 2 h) / (X + q), X the depth of the
 * row, and the hole becomes h + q and refills by a share a minute. A perpetual has its own formula, and no hole.
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
    if (this.holeUsd6 === 0) return
    if (elapsedSec !== this.keptFor) {
      this.keptFor = elapsedSec
      this.kept = raise(this.keptPerSec, Math.floor(elapsedSec))
    }
    const holeUsd6 = this.holeUsd6 * this.kept
    this.holeUsd6 = holeUsd6 < NO_HOLE_USD6 ? 0 : holeUsd6
  }

  /** The most of `amountUsd6` (above 0) that fills inside the slippage cap at this depth. */
  limit(amountUsd6: number, depthUsd6: number): number {
    const { slippageCapPips } = this.fill
    if (slippageCapPips === undefined) return amountUsd6
    const depth = this.fill.perp?.depthUsd6 ?? depthUsd6
    const largestUsd6 = Math.floor((depth * slippageCapPips) / (1e6 - slippageCapPips))
    return Math.min(amountUsd6, largestUsd6)
  }

  /** Puts what a trade of `amountUsd6` (above 0) costs into `feeUsd6` and `impactUsd6`, and leaves its hole behind. */
  charge(amountUsd6: number, depthUsd6: number): void {
    const { feePips, perp } = this.fill
    // Where the hole is wider than the pool is deep, all of it is lost, and no more.
    if (perp === undefined) {
      const share = (amountUsd6 + 2 * this.holeUsd6) / (depthUsd6 + amountUsd6)
      this.book(amountUsd6 * feePips, amountUsd6 * Math.min(1, share))
      this.holeUsd6 += amountUsd6
      return
    }
    const share = amountUsd6 / (2 * perp.depthUsd6)
    const feeAndSpreadPips = perp.feePips + perp.halfSpreadPips
    this.book(amountUsd6 * feeAndSpreadPips, amountUsd6 * Math.min(1, share))
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
