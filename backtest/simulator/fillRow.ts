import type { Row } from '../../strategy/row.ts'
import type { Chunk } from './chunk.ts'

/** A row to be filled again and again. `assetCount`: the market's own asset and those of a basket. */
export function createRow(assetCount: number): Row {
  const none = Number.NaN
  return {
    at: none,
    priceUsd6: none,
    lowUsd6: none,
    highUsd6: none,
    depthUsd6: none,
    priceBeforeUsd6: none,
    logReturn: none,
    elapsedSec: none,
    fundingPips9: none,
    perpPriceUsd6: none,
    perpLowUsd6: none,
    perpHighUsd6: none,
    impliedVarianceWad: none,
    volumeUsd6: none,
    liquidity: none,
    gasUsd6: none,
    varianceWad: none,
    pricesUsd6: new Float64Array(assetCount),
  }
}

/** Fills a row with one step of a chunk. It allocates nothing. */
export function fillRow(row: Row, chunk: Chunk, index: number): void {
  const { steps, otherPricesUsd6 } = chunk
  row.at = steps.at[index] as number
  row.priceUsd6 = steps.priceUsd6[index] as number
  row.lowUsd6 = steps.lowUsd6[index] as number
  row.highUsd6 = steps.highUsd6[index] as number
  row.depthUsd6 = steps.depthUsd6[index] as number
  row.priceBeforeUsd6 = chunk.priceBeforeUsd6[index] as number
  row.logReturn = chunk.logReturn[index] as number
  row.elapsedSec = chunk.elapsedSec[index] as number
  row.fundingPips9 = steps.fundingPips9[index] as number
  row.perpPriceUsd6 = steps.perpPriceUsd6[index] as number
  row.perpLowUsd6 = steps.perpLowUsd6[index] as number
  row.perpHighUsd6 = steps.perpHighUsd6[index] as number
  row.impliedVarianceWad = steps.impliedVarianceWad[index] as number
  row.volumeUsd6 = steps.volumeUsd6[index] as number
  row.liquidity = steps.liquidity[index] as number
  row.gasUsd6 = chunk.gasUsd6[index] as number
  row.varianceWad = chunk.varianceWad[index] as number
  row.pricesUsd6[0] = row.priceUsd6
  for (let other = 0; other < otherPricesUsd6.length; other++) {
    row.pricesUsd6[other + 1] = (otherPricesUsd6[other] as Float64Array)[index] as number
  }
}
