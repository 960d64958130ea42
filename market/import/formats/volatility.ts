import type { Names } from '../rowReader.ts'
import { defineTable, moveToEnd, type SourceFormat } from '../sourceFormat.ts'

const percent: Names = ['iv_dvol', 'dvol', 'close', 'volatility']

/** An index of implied volatility. */
export const volatilityFormat: SourceFormat = {
  name: 'volatility',
  title:
    'an index of implied volatility, such as DVOL, in percent a year; it has no price of the asset',
  time: ['timestamp', 'time', 'date'],
  needs: [percent],
  assumptions: ['the index is for the next 30 days; a value is known at the end of its step'],
  tables: [
    defineTable({
      kind: 'volatility',
      read: (row) => {
        const volatilityE18 = row.decimal(percent, 16, { min: 1n, max: 10n ** 19n })
        return { impliedVarianceWad: (volatilityE18 * volatilityE18) / 10n ** 18n }
      },
      build: moveToEnd,
    }),
  ],
}
