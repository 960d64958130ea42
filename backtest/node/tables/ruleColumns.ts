import type { RuleRun } from '../../outcome.ts'
import { integer, PIPS, text } from './columnMakers.ts'
import type { TableColumn } from './table.ts'

/** `rules.parquet`: a row per rule, what no day holds. */
export const ruleColumns: readonly TableColumn<RuleRun>[] = [
  text('ruleId', 'Rule', (run) => run.ruleId),
  text('title', 'Its name', (run) => run.title),
  text('kind', '`plain`, `policy` or `oracle`', (run) => run.kind),
  integer('liquidations', '', 'Liquidations', (run) => run.incidents.liquidations),
  integer('topUps', '', 'Margin top-ups', (run) => run.incidents.topUps),
  integer('floorBreaches', '', 'Falls below the floor', (run) => run.incidents.floorBreaches),
  integer(
    'worstBreachPips',
    PIPS,
    'Worst of them, of the floor',
    (run) => run.incidents.worstBreachPips,
  ),
  integer('pushes', '', 'Pushes that its market would have seen', (run) => run.pushes),
]
