import { logRatio } from '../../../core/logRatio.ts'
import type { Row } from '../../../strategy/row.ts'

/** A step at $1,000 in a deep pool, with what is given in its place. Prices follow `priceUsd6` unless given. */
export function makeRow(given: Partial<Row> = {}): Row {
  const priceUsd6 = given.priceUsd6 ?? 1_000_000_000
  const perpPriceUsd6 = given.perpPriceUsd6 ?? priceUsd6
  const priceBeforeUsd6 = given.priceBeforeUsd6 ?? priceUsd6
  return {
    at: 1_700_000_000,
    priceUsd6,
    lowUsd6: priceUsd6,
    highUsd6: priceUsd6,
    depthUsd6: 100e12,
    priceBeforeUsd6,
    logReturn: logRatio(priceUsd6, priceBeforeUsd6),
    elapsedSec: 60,
    fundingPips9: 0,
    perpPriceUsd6,
    perpLowUsd6: perpPriceUsd6,
    perpHighUsd6: perpPriceUsd6,
    impliedVarianceWad: Number.NaN,
    volumeUsd6: 0,
    liquidity: Number.NaN,
    gasUsd6: 5_000_000,
    varianceWad: 0.36e18,
    pricesUsd6: Float64Array.of(priceUsd6),
    ...given,
  }
}
