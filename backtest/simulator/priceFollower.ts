import type { Steps } from '../../market/steps.ts'
import { MarketFigureError } from './errors.ts'

/** Reads a further market of a basket beside the main one: its latest price at each of the main one's steps. */
export class PriceFollower {
  private readonly chunks: AsyncIterator<Steps>
  private steps: Steps | undefined = undefined
  private index = 0
  private isEnded = false
  /** The last price that is known. */
  private price = Number.NaN
  private column = new Float64Array(0)

  private readonly name: string

  constructor(name: string, steps: AsyncIterable<Steps>) {
    this.name = name
    this.chunks = steps[Symbol.asyncIterator]()
  }

  /**
   * The price as of each step of the main market; the array is used again.
   *
   * @throws MarketFigureError if there is none yet.
   */
  async follow({ count, at }: Steps): Promise<Float64Array> {
    if (this.column.length < count) this.column = new Float64Array(count)
    for (let index = 0; index < count; index++) {
      const untilAt = at[index] as number
      while (!this.take(untilAt)) await this.read()
      if (Number.isNaN(this.price)) {
        const allowed = 'begin the run where all markets of the basket have begun'
        throw new MarketFigureError(`priceUsd6 of ${this.name}`, untilAt, this.price, allowed)
      }
      this.column[index] = this.price
    }
    return this.column
  }

  async close(): Promise<void> {
    await this.chunks.return?.()
  }

  /** Moves up to a time; false if more has to be read for it. */
  private take(untilAt: number): boolean {
    const { steps } = this
    if (steps === undefined) return this.isEnded
    while (this.index < steps.count && (steps.at[this.index] as number) <= untilAt) {
      this.price = steps.priceUsd6[this.index++] as number
    }
    return this.index < steps.count || this.isEnded
  }

  private async read(): Promise<void> {
    const { done, value } = await this.chunks.next()
    if (done === true) {
      this.isEnded = true
      return
    }
    this.steps = value
    this.index = 0
  }
}
