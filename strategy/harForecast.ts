import { RollingMoments } from './rollingMoments.ts'

const DAY_SEC = 86_400
const YEAR_SEC = 31_557_600
const MONTH_DAYS = 30
/** Of the last day, week, month and of all days, as `harVarianceWad` of core/strategies.ts weighs them. Source: Corsi 2009. */
const WEIGHTS = { day: 0.25, week: 0.35, month: 0.3, longRun: 0.1 }

/**
 * A forecast of variance from the days so far: 0.25 of the last whole UTC day, 0.35 of the mean of the last seven, 0.30 of the last thirty, 0.10 of
 * all. A day's variance is the sum of its squared hourly log returns. The first, begun day counts once it is over.
 */
export class HarForecast {
  private readonly today = new RollingMoments(1, 1)
  private readonly price = new Float64Array(1)
  private readonly days = new Float64Array(MONTH_DAYS)
  private count = 0
  private sum = 0
  private day = Number.NaN
  private forecast = Number.NaN

  /** A year, 1e18 = 1; NaN before the first day is over. */
  get varianceWad(): number {
    return this.forecast
  }

  /** Takes a price at a time; a time before the last one begins anew. */
  add(at: number, priceUsd6: number): void {
    const day = Math.floor(at / DAY_SEC)
    if (day < this.day) this.clear()
    if (day > this.day) this.endDay()
    this.day = day
    this.price[0] = priceUsd6
    this.today.add(at, this.price)
  }

  private clear(): void {
    this.count = 0
    this.sum = 0
    this.forecast = Number.NaN
  }

  private endDay(): void {
    const { coveredSec } = this.today
    if (coveredSec === 0) return
    const varianceWad = (this.today.covariance(0, 0) * 1e18 * YEAR_SEC) / coveredSec
    this.days[this.count % MONTH_DAYS] = varianceWad
    this.count++
    this.sum += varianceWad
    this.forecast =
      WEIGHTS.day * this.mean(1) +
      WEIGHTS.week * this.mean(7) +
      WEIGHTS.month * this.mean(MONTH_DAYS) +
      (WEIGHTS.longRun * this.sum) / this.count
  }

  /** Of the last so many days, or of as many as there are. */
  private mean(days: number): number {
    const known = Math.min(days, this.count)
    let sum = 0
    for (let back = 1; back <= known; back++) {
      sum += this.days[(this.count - back) % MONTH_DAYS] as number
    }
    return sum / known
  }
}
