import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import { computeTickPriceUsd6 } from '../../../market/ticks.ts'
import { computeSqrtPriceX96 } from '../../../observation/index.ts'

/** A recorded market by the minute, as far as hedging needs it. */
export interface TrackedMarket {
  title: string
  feePips: number
  /** A year, 1e18 = 1: the market's own average where the record begins. */
  varianceWad: number
  minutes: readonly TrackedMinute[]
}

interface TrackedMinute {
  /** Its end, unix seconds. */
  at: number
  /** At its end, 1e6 = $1. */
  priceUsd6: number
  depthUsd6: number
  /** Of a unit of gas, 1e6 = $1. */
  gasPriceUsd6: number
}

const WEI = 1e18

export async function readTrackedMarket(name: string): Promise<TrackedMarket> {
  const recording = await diskReader.readRecording(await openMarket(name))
  const { title, venue, start, chain, blocks, pool } = recording
  let block = 0
  const minutes = pool.map(({ at, closeTick, liquidity }): TrackedMinute => {
    while ((blocks[block + 1]?.at ?? at + 1n) <= at) block++
    const priceUsd6 = Number(computeTickPriceUsd6(closeTick))
    const nativeUsd6 = chain.nativePriceUsd6 ?? priceUsd6
    return {
      at: Number(at),
      priceUsd6,
      depthUsd6: Number((liquidity << 96n) / computeSqrtPriceX96(closeTick)),
      gasPriceUsd6: (Number(blocks[block]?.baseFeePerGas ?? 0n) * nativeUsd6) / WEI,
    }
  })
  return { title, feePips: venue.feePips, varianceWad: Number(start.startVarianceWad), minutes }
}
