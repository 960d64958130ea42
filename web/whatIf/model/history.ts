import { observationFields } from '../../../core/fields.ts'

/** Lanes of one observation: `observationFields`, each a whole number of 64 bits. */
export const observationLanes = observationFields.length

/** Observations of one market as columns: what a worker keeps, and what is sent to it without being copied. */
export interface History {
  /** When each was known, unix seconds, strictly rising. */
  at: Float64Array<ArrayBuffer>
  /** `observationLanes` for each. */
  lanes: BigUint64Array<ArrayBuffer>
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
   * @param figures - In the order of `observationFields`, each 0 to 2^64 - 1.
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
      this.lanes[offset + lane] = figures[lane] as bigint
    }
  }

  finish(): History {
    return {
      at: this.at.slice(0, this.count),
      lanes: this.lanes.slice(0, this.count * observationLanes),
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
