import type { Trade } from '../../outcome.ts'
import { integer, PIPS, text, USD6 } from './columnMakers.ts'
import type { TableColumn } from './table.ts'

/** `trades.csv`, and `trades` of a folder: a row per fill. */
export const tradeColumns: readonly TableColumn<Trade>[] = [
  integer('at', 'unix seconds', 'Time of the fill', (trade) => trade.at),
  text('ruleId', 'Rule', (trade) => trade.ruleId),
  integer('amountUsd6', USD6, 'Signed change of exposure', (trade) => trade.amountUsd6),
  integer('priceUsd6', USD6, 'Price of the asset', (trade) => trade.priceUsd6),
  integer('feeUsd6', USD6, "Cost: the venue's fee", (trade) => trade.feeUsd6),
  integer('impactUsd6', USD6, 'Cost: price impact', (trade) => trade.impactUsd6),
  integer('gasUsd6', USD6, 'Cost: gas', (trade) => trade.gasUsd6),
  integer(
    'driftPips',
    PIPS,
    'Held less wanted over the net value, before it',
    (trade) => trade.driftPips,
  ),
  {
    name: 'isUrgent',
    kind: 'flag',
    unit: '',
    meaning: 'Whether it must not wait: a guard, a cap',
    read: (trade) => trade.isUrgent,
  },
]
