import type { Names } from '../rowReader.ts'
import { defineTable, keepTime, type SourceFormat } from '../sourceFormat.ts'

const rate: Names = ['funding_rate_8h', 'funding_rate_1h', 'funding_rate', 'fundingRate']

/** Funding rates of perpetuals. */
export const fundingFormat: SourceFormat = {
  name: 'funding',
  title:
    'funding rates by the hour or every 8 h, as a share of the position; several venues and assets, chosen by --venue and --asset',
  time: ['time_utc', 'time', 'timestamp', 'fundingTime'],
  needs: [rate],
  picks: [
    { option: 'venue', names: ['venue', 'exchange'] },
    { option: 'asset', names: ['asset', 'symbol'] },
  ],
  assumptions: ['a funding rate is paid at its time, by the position held before'],
  tables: [
    defineTable({
      kind: 'funding',
      read: (row) => ({
        fundingPips9: row.decimal(rate, 9, { min: -(10n ** 9n), max: 10n ** 9n }),
      }),
      build: keepTime,
    }),
  ],
}
