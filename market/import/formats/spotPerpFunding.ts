import type { Names, RowReader } from '../rowReader.ts'
import {
  defineTable,
  type ImportedRow,
  keepTime,
  type RawRow,
  type SourceFormat,
  type TableContext,
} from '../sourceFormat.ts'
import { barColumns, readBar } from './exchange.ts'

const contract: Names = ['contract', 'market_type']
const rate: Names = ['funding rate', 'funding_rate']
const pair: Names = ['pair', 'symbol']

/** Spot, perpetual and funding of an exchange, in one file. */
export const spotPerpFundingFormat: SourceFormat = {
  name: 'spot-perp-funding',
  title:
    'spot and perpetual bars with the funding rate, every 8 h; of several venues and assets, chosen by --venue and --asset',
  time: ['time', 'open_time'],
  needs: [contract, rate, pair, ...barColumns],
  picks: [
    { option: 'venue', names: ['exchange', 'venue'] },
    { option: 'asset', names: ['crypto', 'asset'] },
  ],
  series: [contract, pair],
  assumptions: [
    'the time of a bar is when it opens; its close is known when it ends',
    'the funding rate of a bar is paid when the bar opens, by the position held before',
    'the perpetual is the one that is margined in dollars; contracts margined in coins are left out',
    'an exchange takes no gas: the base fee is 0 where none is recorded',
  ],
  isGasFree: true,
  tables: [
    defineTable({ kind: 'price', read: readContract, build: joinContracts }),
    defineTable({
      kind: 'funding',
      read: (row) => {
        if (!isPerpetual(row)) return undefined
        const fundingPips9 = row.optional(rate, 9, { min: -(10n ** 9n), max: 10n ** 9n })
        return fundingPips9 === undefined ? undefined : { fundingPips9 }
      },
      build: keepTime,
    }),
  ],
}

type Bar = ReturnType<typeof readBar> & { isPerpetual: boolean }

/** Perpetuals that are margined in coins end with CM. */
function isPerpetual(row: RowReader): boolean {
  return row.text(contract).startsWith('perp') && !row.text(pair).endsWith('CM')
}

function readContract(row: RowReader): Bar | undefined {
  if (row.text(contract) === 'spot') return { ...readBar(row), isPerpetual: false }
  return isPerpetual(row) ? { ...readBar(row), isPerpetual: true } : undefined
}

/** Spot and perpetual of the same bar in one row, which is known at the end of the bar. */
function joinContracts(raw: readonly RawRow<Bar>[], { stepSec = 0 }: TableContext): ImportedRow[] {
  const perpetuals = new Map(
    raw.flatMap(({ at, raw: bar }) => (bar.isPerpetual ? [[at, bar] as const] : [])),
  )
  return raw.flatMap(({ at, line, raw: { isPerpetual, ...spot } }) => {
    if (isPerpetual) return []
    const perpetual = perpetuals.get(at)
    const values = {
      ...spot,
      perpPriceUsd6: perpetual?.priceUsd6,
      perpHighUsd6: perpetual?.highUsd6,
      perpLowUsd6: perpetual?.lowUsd6,
    }
    return [{ at: at + stepSec, line, values }]
  })
}
