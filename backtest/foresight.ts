import { logRatio } from '../core/logRatio.ts'
import type { Steps } from '../market/steps.ts'

const DAY_SEC = 86_400
const DAYS_PER_YEAR = 365.25
const WAD = 1e18
/** The most that the model takes. */
const MAX_VARIANCE_WAD = 9e18

/** What an oracle knows: the variance of the price in the day that follows a time. */
export interface Foresight {
  /** A year, 1e18 = 1; undefined where the market ends before. */
  findVarianceWad(at: number): bigint | undefined
}

/**
 * Reads a market to its end, for rules of the kind `oracle`. A number a day is kept.
 *
 * @example
 * const foresight = await readForesight(readSteps(market))
 * const runs = await runBacktest(settings, readSteps(market), { foresight })
 */
export async function readForesight(steps: AsyncIterable<Steps>): Promise<Foresight> {
  /** Sums of squared log returns, by UTC day. */
  const squares = new Map<number, number>()
  let before = Number.NaN
  for await (const { count, at, priceUsd6 } of steps) {
    for (let index = 0; index < count; index++) {
      const price = priceUsd6[index] as number
      const change = Number.isNaN(before) ? 0 : logRatio(price, before)
      const day = Math.floor((at[index] as number) / DAY_SEC)
      squares.set(day, (squares.get(day) ?? 0) + change * change)
      before = price
    }
  }
  return {
    findVarianceWad(at) {
      const day = Math.floor(at / DAY_SEC)
      const passed = at / DAY_SEC - day
      const [today, tomorrow] = [squares.get(day), squares.get(day + 1)]
      if (today === undefined || tomorrow === undefined) return undefined
      // Of two whole days, as much as the day that begins now has of each.
      const year = ((1 - passed) * today + passed * tomorrow) * DAYS_PER_YEAR
      return BigInt(Math.round(Math.min(year * WAD, MAX_VARIANCE_WAD)))
    },
  }
}
