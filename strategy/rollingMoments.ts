import { logRatio } from '../core/logRatio.ts'

const HOUR_SEC = 3_600
const DAY_SEC = 86_400

/**
 * Variances and correlations of several prices over the last so many days, from log returns of an hour (of a step, where steps are
 * longer): shorter ones make prices that are recorded at different moments look independent. Means are taken as 0.
 * Whole days are dropped at once, by the UTC calendar.
 */
export class RollingMoments {
  private readonly count: number
  private readonly days: number
  /** Sums of products of returns, one row of count^2 for each day of the window, then the sum over the window. */
  private readonly products: Float64Array
  private readonly covered: Float64Array
  private readonly total: Float64Array
  private readonly returns: Float64Array
  private readonly lastUsd6: Float64Array
  private lastAt = Number.NaN
  private day = Number.NaN

  /** `count` prices, `days` of memory: today's among them. */
  constructor(count: number, days: number) {
    this.count = count
    this.days = days
    this.products = new Float64Array(count * count * days)
    this.covered = new Float64Array(days)
    this.total = new Float64Array(count * count)
    this.returns = new Float64Array(count)
    this.lastUsd6 = new Float64Array(count)
  }

  /** Takes the prices at a time; a time before the last one, or the first, begins anew. True where the moments changed. */
  add(at: number, pricesUsd6: Float64Array): boolean {
    if (!(at >= this.lastAt)) this.clear(at, pricesUsd6)
    if (Math.floor(at / HOUR_SEC) === Math.floor(this.lastAt / HOUR_SEC)) return false
    this.dropOldDays(Math.floor(at / DAY_SEC))
    const { count, returns } = this
    for (let i = 0; i < count; i++)
      returns[i] = logRatio(read(pricesUsd6, i), read(this.lastUsd6, i))
    const slot = this.day % this.days
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const product = read(returns, i) * read(returns, j)
        const index = slot * count * count + i * count + j
        this.products[index] = read(this.products, index) + product
      }
    }
    this.covered[slot] = read(this.covered, slot) + at - this.lastAt
    this.lastUsd6.set(pricesUsd6.subarray(0, count))
    this.lastAt = at
    this.addUp()
    return true
  }

  /** Correlation of two prices' returns; NaN before any have moved. */
  correlation(i: number, j: number): number {
    return this.covariance(i, j) / Math.sqrt(this.covariance(i, i) * this.covariance(j, j))
  }

  /** Sum of products over the window: a covariance but for its scale, which all of them share. */
  covariance(i: number, j: number): number {
    return read(this.total, i * this.count + j)
  }

  /** Covered by the window, seconds. */
  get coveredSec(): number {
    return this.covered.reduce((sum, seconds) => sum + seconds, 0)
  }

  private clear(at: number, pricesUsd6: Float64Array): void {
    this.products.fill(0)
    this.covered.fill(0)
    this.total.fill(0)
    this.lastUsd6.set(pricesUsd6.subarray(0, this.count))
    this.lastAt = at
    this.day = Math.floor(at / DAY_SEC)
  }

  private dropOldDays(day: number): void {
    const size = this.count * this.count
    const dropped = Math.min(this.days, day - this.day)
    for (let i = 1; i <= dropped; i++) {
      const slot = (this.day + i) % this.days
      this.products.fill(0, slot * size, (slot + 1) * size)
      this.covered[slot] = 0
    }
    this.day = day
  }

  /** From the days' sums each time, so that nothing is left of what was dropped. */
  private addUp(): void {
    const size = this.count * this.count
    this.total.fill(0)
    for (let index = 0; index < this.products.length; index++) {
      this.total[index % size] = read(this.total, index % size) + read(this.products, index)
    }
  }
}

function read(values: Float64Array, index: number): number {
  return values[index] ?? 0
}
