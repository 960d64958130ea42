import { observationFields } from '../../../core/fields.ts'

/** Lanes of one observation: `observationFields`, each a whole number of 64 bits. */
export const observationLanes = observationFields.length

const U64_MAX = 0xffff_ffff_ffff_ffffn

/** Observations of one market as columns: what a worker keeps, and what is sent to it without being copied. */
export interface History {
  /** When each was known, unix seconds, strictly rising. */
  at: Float64Array<ArrayBuffer>
  /** `observationLanes` for each. */
  lanes: BigUint64Array<ArrayBuffer>
  /** So many at the beginning are run and not shown: a market that is under way does not stand on its fallback. */
  warmRows: number
}

/** Fills a history, observation by observation. */
export class HistoryBuilder {
  private count = 0
  private at = new Float64Array(1_024)
  private lanes = new BigUint64Array(1_024 * observationLanes)

  get size(): number {
    return this.count
  }

  /**
   * Adds an observation; one that became known at the same time as the one before takes its place, as only the latest counts.
   *
   * @param figures - In the order of `observationFields`. One that no lane can hold becomes the largest lane, which the model refuses.
   */
  add(at: number, figures: readonly bigint[]): void {
    const isSameTime = this.count > 0 && at <= (this.at[this.count - 1] as number)
    if (!isSameTime) {
      if (this.count === this.at.length) this.grow()
      this.at[this.count] = at
      this.count++
    }
    const offset = (this.count - 1) * observationLanes
    for (let lane = 0; lane < observationLanes; lane++) {
      const figure = figures[lane] as bigint
      this.lanes[offset + lane] = figure >= 0n && figure <= U64_MAX ? figure : U64_MAX
    }
  }

  /** @param shownFromAt - What was known before is run and not shown, unix seconds. */
  finish(shownFromAt = 0): History {
    const at = this.at.slice(0, this.count)
    return {
      at,
      lanes: this.lanes.slice(0, this.count * observationLanes),
      warmRows: at.filter((time) => time < shownFromAt).length,
    }
  }

  private grow(): void {
    const [at, lanes] = [this.at, this.lanes]
    this.at = new Float64Array(2 * at.length)
    this.at.set(at)
    this.lanes = new BigUint64Array(2 * lanes.length)
    this.lanes.set(lanes)
  }
}
