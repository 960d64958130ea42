// The prices by which a hedge is decided, of a market that is recorded by the minute.

import type { TrackedMarket } from './trackedMarket.ts'

/** What a vault takes for the price of the asset at the end of a minute, 1e6 = $1. */
export interface HedgePrice {
  id: string
  title: string
  /** @param index - Of the minute; from `MEAN_MINUTES` on. */
  priceUsd6(index: number): number
}

/** Of the pool's mean price, half an hour. */
export const MEAN_MINUTES = 30
const MINUTE_SEC = 60

/**
 * The pool's mean price over half an hour, as its oracle has it: geometric, each minute's close in force until the next;
 * and the signed price of so many seconds ago, on the straight line between two closes.
 */
export function createHedgePrices(
  { minutes }: TrackedMarket,
  delaysSec: readonly number[],
): HedgePrice[] {
  const priceAt = (index: number) => minutes[index]?.priceUsd6 ?? Number.NaN
  return [
    {
      id: 'mean',
      title: 'mean of half an hour',
      priceUsd6(index) {
        let sum = 0
        for (let back = 1; back <= MEAN_MINUTES; back++) sum += Math.log(priceAt(index - back))
        return Math.round(Math.exp(sum / MEAN_MINUTES))
      },
    },
    ...delaysSec.map((delaySec) => ({
      id: `signed-${delaySec}`,
      title: `signed, ${delaySec} s old`,
      priceUsd6(index: number) {
        const passed = Math.floor(delaySec / MINUTE_SEC)
        const share = (delaySec % MINUTE_SEC) / MINUTE_SEC
        const [later, earlier] = [priceAt(index - passed), priceAt(index - passed - 1)]
        return Math.round(later + (earlier - later) * share)
      },
    })),
  ]
}
