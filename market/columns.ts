// What each kind of partition holds. Every cell is a whole number; `at` comes first and is from when on a row is known.

import type { PartitionKind } from './manifest.ts'
import { MAX_TICK } from './ticks.ts'

/** One column of a kind of partition. */
export interface ColumnRule {
  name: string
  /** In words, as `market.json` repeats it. */
  unit: string
  min: number
  max: number | bigint
  isRequired: boolean
  /** Beyond the whole numbers of a double, of up to 38 digits: read as a bigint. */
  isWide: boolean
}

const required = (name: string, unit: string, min: number, max: number): ColumnRule => {
  return { name, unit, min, max, isRequired: true, isWide: false }
}
const optional = (name: string, unit: string, min: number, max: number): ColumnRule => {
  return { name, unit, min, max, isRequired: false, isWide: false }
}
const wide = (
  name: string,
  unit: string,
  isRequired: boolean,
  min = 0,
  max: number | bigint = MAX_WIDE,
): ColumnRule => {
  return { name, unit, min, max, isRequired, isWide: true }
}

/** Of a DECIMAL(38, 0), the widest integer that engines have in common. */
const MAX_WIDE = 10n ** 38n - 1n
/** The year 9999: what a date can be written for. */
const MAX_AT = 253_402_300_799
/** $10 million a unit: the domain of prices in the model is below. */
const MAX_PRICE_USD6 = 10_000_000_000_000
/** Domain of the model (docs/model.md, "Observation"). */
const MAX_BASE_FEE = 100_000_000_000_000
const FULL_PIPS = 1_000_000
const MAX_SAFE = Number.MAX_SAFE_INTEGER

const at = required('at', 'unix seconds, UTC; the row is known from then on', 0, MAX_AT)
const usd6 = '1e6 = $1'
const pips = '1e6 = 100 %'
const tick =
  'log base 1.0001 of raw token1 for one raw token0 (token0 the dollar, 6 decimals; token1 the asset, 18)'

/** The columns that each kind may have; the required ones come first. */
export const columnRules: Readonly<Record<PartitionKind, readonly ColumnRule[]>> = {
  block: [
    at,
    required('number', 'of the block', 0, MAX_SAFE),
    required('baseFeePerGas', 'wei per unit of gas', 0, MAX_BASE_FEE),
    required('gasUsedRatioPips', `gas used of the gas limit, ${pips}`, 0, FULL_PIPS),
  ],
  pool: [
    at,
    required('openTick', tick, -MAX_TICK, MAX_TICK),
    required('highestTick', tick, -MAX_TICK, MAX_TICK),
    required('lowestTick', tick, -MAX_TICK, MAX_TICK),
    required('closeTick', tick, -MAX_TICK, MAX_TICK),
    wide('liquidity', 'in range, raw units', true),
    wide('inAmount0', 'paid in by traders, raw units of token0', false),
    wide('inAmount1', 'paid in by traders, raw units of token1', false),
  ],
  price: [
    at,
    optional('priceUsd6', `of the asset, ${usd6}`, 1, MAX_PRICE_USD6),
    optional('openUsd6', `first of the asset, ${usd6}`, 1, MAX_PRICE_USD6),
    optional('highUsd6', `highest of the asset, ${usd6}`, 1, MAX_PRICE_USD6),
    optional('lowUsd6', `lowest of the asset, ${usd6}`, 1, MAX_PRICE_USD6),
    optional('depthUsd6', `virtual quote reserve, ${usd6}`, 0, MAX_SAFE),
    optional('perpPriceUsd6', `of the perpetual, ${usd6}`, 1, MAX_PRICE_USD6),
    optional('perpHighUsd6', `highest of the perpetual, ${usd6}`, 1, MAX_PRICE_USD6),
    optional('perpLowUsd6', `lowest of the perpetual, ${usd6}`, 1, MAX_PRICE_USD6),
    optional('volumeUsd6', `traded, ${usd6}`, 0, MAX_SAFE),
  ],
  gas: [
    at,
    required('baseFeePerGas', 'wei per unit of gas', 0, MAX_BASE_FEE),
    optional('gasUsedRatioPips', `gas used of the gas limit, ${pips}`, 0, FULL_PIPS),
    optional('nativePriceUsd6', `of the native coin, ${usd6}`, 1, 100_000_000_000),
  ],
  funding: [
    at,
    required('fundingPips9', 'paid at this stamp by longs to shorts, 1e9 = 100 %', -1e9, 1e9),
  ],
  option: [
    at,
    required('expiryAt', 'unix seconds, UTC', 0, MAX_AT),
    required('strikeUsd6', usd6, 1, MAX_PRICE_USD6),
    required('isCall', '1: a call, 0: a put', 0, 1),
    required('forwardUsd6', `price of the asset at the expiry, ${usd6}`, 1, MAX_PRICE_USD6),
    required('markVolatilityPips', `a year, ${pips}`, 1, 100_000_000),
    required('markPips9', 'price in units of the asset, 1e9 = 1', 0, MAX_SAFE),
    optional('bidPips9', 'price in units of the asset, 1e9 = 1; 0: nobody bids', 0, MAX_SAFE),
    optional('askPips9', 'price in units of the asset, 1e9 = 1; 0: nobody asks', 0, MAX_SAFE),
    optional('deltaPips', '1e6 = 1', -FULL_PIPS, FULL_PIPS),
    optional('openInterestE3', 'contracts of one unit, 1e3 = 1', 0, MAX_SAFE),
  ],
  volatility: [at, wide('impliedVarianceWad', 'a year, 1e18 = 1', true, 1, 9e18)],
}

/** The rule of a column; undefined where its kind has none of this name. */
export function findColumnRule(kind: PartitionKind, name: string): ColumnRule | undefined {
  return columnRules[kind].find((rule) => rule.name === name)
}
