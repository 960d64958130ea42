import { join } from 'node:path'
import { formatDay } from '../statistics/formatDay.ts'

/** Which run of which market a table's rows belong to. */
export interface RunPlace {
  /** Folder that all runs share; an object store's prefix has the same layout. */
  folder: string
  /** Hash of what was run. */
  run: string
  market: string
}

export type TableKind = 'days' | 'figures' | 'rules' | 'steps' | 'trades'

/**
 * Where a part of a table lies: `kind=…/run=…/market=…/rule=…/date=YYYY-MM-DD/part.parquet`. The kind comes first, so that each kind
 * is one external table of an engine, with run, market, rule and date as its partition columns. `date` is the day of the part's first
 * row: a part holds many days.
 *
 * @param firstAt - Unix seconds, of the part's first row.
 */
export function getResultPath(
  { folder, run, market }: RunPlace,
  kind: TableKind,
  ruleId: string,
  firstAt: number,
): string {
  const parts = [`kind=${kind}`, `run=${run}`, `market=${market}`, `rule=${ruleId}`]
  return join(folder, ...parts, `date=${formatDay(firstAt)}`, 'part.parquet')
}
