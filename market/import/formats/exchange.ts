import type { Names, RowReader } from '../rowReader.ts'
import { defineTable, moveToEnd, type SourceFormat } from '../sourceFormat.ts'

const open: Names = ['open', 'eth_open', 'Open']
const high: Names = ['high', 'eth_high', 'High']
const low: Names = ['low', 'eth_low', 'Low']
const close: Names = ['close', 'eth_close', 'Close']
/** In dollars; where only the number of coins is recorded, there is no volume. */
const volume: Names = [
  'volume_usdt',
  'quote_volume',
  'quote_asset_volume',
  'volume_usd',
  'perp_volume_usdt',
  'Volume USDT',
]

/** Below it a price has no digits left in millionths of a dollar. */
const priceRange = { min: 1n, max: 10n ** 15n }

/** The prices of a bar, in millionths of a dollar. */
export function readBar(row: RowReader) {
  return {
    openUsd6: row.decimal(open, 6, priceRange),
    highUsd6: row.decimal(high, 6, priceRange),
    lowUsd6: row.decimal(low, 6, priceRange),
    priceUsd6: row.decimal(close, 6, priceRange),
    volumeUsd6: row.optional(volume, 6, { min: 0n }),
  }
}

/** The columns that `readBar` needs. */
export const barColumns: readonly Names[] = [open, high, low, close]

/** Bars of an exchange, by the minute or coarser. */
export const exchangeFormat: SourceFormat = {
  name: 'exchange',
  title:
    'bars of an exchange by the minute or coarser: time at which the bar opens, open, high, low, close, volume in dollars',
  time: ['open_time_unix', 'open_time', 'time', 'timestamp', 'date', 'Date', 'datetime', 'hour'],
  needs: barColumns,
  picks: [
    { option: 'venue', names: ['exchange', 'venue'] },
    { option: 'asset', names: ['asset', 'symbol', 'crypto', 'pair'] },
  ],
  assumptions: [
    'the time of a bar is when it opens; its close is known when it ends',
    'an exchange takes no gas: the base fee is 0 where none is recorded',
  ],
  isGasFree: true,
  tables: [defineTable({ kind: 'price', read: readBar, build: moveToEnd })],
}
