import type { Recording } from '../../market/recording.ts'
import { computeMiddleX96 } from '../replay/poolMath.ts'
import { findPoolStart, selectBlocks } from '../replay/selectBlocks.ts'
import type { PricedBlock } from './accountVault.ts'

/** Decimals of the asset, less those of the dollar. */
const DECIMALS = 12

/**
 * The recorded price of each block with `from <= at < to`, and before the first one the price at which it finds the pool:
 * there an account begins.
 *
 * @throws ReplayError if there is no such block.
 */
export function priceBlocks(recording: Recording, from: bigint, to: bigint): PricedBlock[] {
  const selected = selectBlocks(recording, from, to)
  let price = computePrice(findPoolStart(recording, from).tick)
  const beginning = { at: from, price }
  return [
    beginning,
    ...selected.map(({ block, rows }) => {
      const row = rows.at(-1)
      if (row !== undefined) price = computePrice(row.closeTick)
      return { at: block.at, price }
    }),
  ]
}

/** Dollars for one unit of the asset where a replay leaves the pool in a tick: in its middle. */
function computePrice(tick: bigint): number {
  const root = Number(computeMiddleX96(tick)) / 2 ** 96
  return 10 ** DECIMALS / root ** 2
}
