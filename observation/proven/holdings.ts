import { computeSqrtPriceX96 } from '../tickMath.ts'
import { computeUsd6 } from '../valuation.ts'
import type { ProvenSettings } from './settings.ts'
import { computeMeanTick, type DatedSums, listTimes, type PoolSums } from './windows.ts'

/** What a portfolio holds of the pool's two tokens, and the pool's accumulators; `at` as for `measure`. */
export interface HoldingsInput {
  at: bigint
  balance0: bigint
  balance1: bigint
  settings: ProvenSettings
  poolSums(at: bigint): PoolSums
}

/**
 * What a portfolio's two balances are worth at the mean price of 30 minutes, 1e6 = $1, rounded down: its net asset value
 * where the settings say `valuesHoldings`. Curvature and horizon are then 0.
 */
export function computeHoldingsUsd6(input: HoldingsInput): bigint {
  const { at, balance0, balance1, settings, poolSums } = input
  const { isQuoteToken0, quoteDecimals } = settings.source
  const times = listTimes(at, settings).pool
  const read = (time: bigint): DatedSums => ({ at: time, ...poolSums(time) })
  const tick = computeMeanTick(read(times[0] as bigint), read(times.at(-1) as bigint))
  const root = computeSqrtPriceX96(tick)
  // As the vaults value: once by the root and once more, each rounded down.
  const value = isQuoteToken0
    ? balance0 + (((balance1 << 96n) / root) << 96n) / root
    : balance1 + ((((balance0 * root) >> 96n) * root) >> 96n)
  return computeUsd6(value, quoteDecimals)
}
