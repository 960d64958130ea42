import { type LedgerPart, ledgerParts } from '../../../strategy/ledger.ts'
import { toDriftSquarePips2Sec, toWhole } from '../../metrics/totals.ts'
import type { DayRecord } from '../../outcome.ts'
import { decimal, integer, PIPS, text, USD6 } from './columnMakers.ts'
import type { TableColumn } from './table.ts'

/** A day with its rule. */
export interface RuleDay extends DayRecord {
  ruleId: string
}

const partMeanings: Readonly<Record<LedgerPart, string>> = {
  price: 'Gained by the price of the asset and its hedge',
  option: 'Gained by options',
  funding: 'Received as funding',
  interest: 'Received as interest',
  lpFees: 'Earned as fees by liquidity',
  fee: 'Paid to the venue as its fee; below 0',
  impact: 'Paid as price impact; below 0',
  gas: 'Paid for gas; below 0',
  penalty: 'Paid when liquidated; below 0',
}

/** `days.parquet`: a row per rule and UTC day, what `backtest/sql/metrics.sql` reads. */
export const dayColumns: readonly TableColumn<RuleDay>[] = [
  integer('dayAt', 'unix seconds', 'Midnight at which the day begins', (day) => day.dayAt),
  text('ruleId', 'Rule', (day) => day.ruleId),
  integer('steps', '', 'Steps', (day) => day.steps),
  integer('elapsedSec', 'seconds', 'Time that the steps cover', (day) => day.elapsedSec),
  integer('navStartUsd6', USD6, 'Net value at the beginning', (day) => day.navStartUsd6),
  integer('navEndUsd6', USD6, 'Net value at the end', (day) => day.navEndUsd6),
  ...ledgerParts.map((part) =>
    integer<RuleDay>(`${part}Usd6`, USD6, partMeanings[part], (day) => day.ledger[part]),
  ),
  integer('riskUsd6', USD6, 'gamma / 2 return^2 drift^2 net value', (day) => day.riskUsd6),
  integer('turnoverUsd6', USD6, 'Traded', (day) => day.turnoverUsd6),
  integer('trades', '', 'Fills', (day) => day.trades),
  decimal('navSecondsUsd6', '1e6 = $1, times seconds', 'Net value times time', (day) =>
    toWhole(day.navSecondsUsd6),
  ),
  integer(
    'outsideBandSec',
    'seconds',
    'Time outside the band in force',
    (day) => day.outsideBandSec,
  ),
  integer(
    'largestImpactPips',
    PIPS,
    'Largest price impact of a fill',
    (day) => day.largestImpactPips,
  ),
  decimal(
    'driftSquarePips2Sec',
    '1e12 = 1, times seconds',
    'Square of the drift times time',
    (day) => toDriftSquarePips2Sec(day),
  ),
  integer(
    'worstDrawdownPips',
    PIPS,
    "Worst fall below the run's highest net value so far",
    (day) => day.worstDrawdownPips,
  ),
  recorded('highestGasUsd6', 'Highest gas cost of a rebalance', (day) => day.highestGasUsd6),
  recorded(
    'lowestDepthUsd6',
    'Lowest depth; none where it is not recorded',
    (day) => day.lowestDepthUsd6,
  ),
]

/** A figure of the market, which may not be recorded. */
function recorded(
  name: string,
  meaning: string,
  read: (day: RuleDay) => number,
): TableColumn<RuleDay> {
  const readKnown = (day: RuleDay) => (Number.isFinite(read(day)) ? read(day) : undefined)
  return { ...integer(name, USD6, meaning, readKnown), isNullable: true }
}
