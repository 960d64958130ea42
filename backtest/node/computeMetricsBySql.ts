import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DuckDBConnection, type DuckDBDecimalValue, DuckDBInstance } from '@duckdb/node-api'
import { readTextFile } from '../../files/readTextFile.ts'
import { ledgerParts } from '../../strategy/ledger.ts'
import { formatUnits6 } from '../metrics/decimal6.ts'
import type { Metrics } from '../result.ts'
import { MetricMissingError } from './errors.ts'

/** Metrics of one rule in one run of one market. */
export interface SqlMetrics {
  /** Empty in a folder of one run. */
  run: string
  market: string
  ruleId: string
  metrics: Metrics
  /** Days whose ledger is not the change of their net value, and that do not begin where the day before ended: 0 each. */
  unbalancedDays: number
  brokenDays: number
}

const sqlFile = fileURLToPath(new URL('../sql/metrics.sql', import.meta.url))

/**
 * Metrics by `backtest/sql/metrics.sql`, run by DuckDB over the Parquet files of a folder: that of one run (`writeResultTables`) or
 * that of many machines (`writeResultFolder`). They equal `computeMetrics` to the last unit. Rules without a net value are left out.
 */
export async function computeMetricsBySql(folder: string): Promise<SqlMetrics[]> {
  const database = await DuckDBInstance.create(':memory:')
  try {
    const connection = await database.connect()
    for (const kind of ['days', 'figures', 'rules'])
      await connection.run(describeTable(folder, kind))
    return await readMetrics(connection)
  } finally {
    database.closeSync()
  }
}

/** What is an external table elsewhere is a view here. */
function describeTable(folder: string, kind: string): string {
  const single = join(folder, `${kind}.parquet`)
  if (existsSync(single)) {
    return `CREATE VIEW ${kind} AS SELECT '' AS run, '' AS market, ruleId AS rule, * FROM read_parquet(${quote(single)})`
  }
  const files = quote(join(folder, `kind=${kind}`, '**', '*.parquet'))
  return `CREATE VIEW ${kind} AS SELECT * FROM read_parquet(${files}, hive_partitioning = true, hive_types_autocast = false)`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

async function readMetrics(connection: DuckDBConnection): Promise<SqlMetrics[]> {
  const result = await connection.runAndReadAll(await readTextFile(sqlFile))
  const rows = result.getRowObjects().map(({ run, market, rule, metric, units }) => ({
    place: JSON.stringify([run, market, rule]),
    metric: String(metric),
    units: (units as DuckDBDecimalValue).value,
  }))
  return [...Map.groupBy(rows, ({ place }) => place)].flatMap(([place, own]) => {
    const [run, market, ruleId] = JSON.parse(place) as [string, string, string]
    const units = new Map(own.map((row) => [row.metric, row.units]))
    if (!units.has('jBpYear')) return []
    return [
      {
        run,
        market,
        ruleId,
        metrics: assembleMetrics(units),
        unbalancedDays: readWhole(units, 'unbalancedDays'),
        brokenDays: readWhole(units, 'brokenDays'),
      },
    ]
  })
}

function assembleMetrics(units: ReadonlyMap<string, bigint>): Metrics {
  const decimal = (metric: string) => formatUnits6(find(units, metric))
  const whole = (metric: string) => (find(units, metric) / UNIT).toString()
  return {
    costBpYear: decimal('costBpYear'),
    feeBpYear: decimal('feeBpYear'),
    impactBpYear: decimal('impactBpYear'),
    gasBpYear: decimal('gasBpYear'),
    riskBpYear: decimal('riskBpYear'),
    jBpYear: decimal('jBpYear'),
    netBpYear: decimal('netBpYear'),
    partsBpYear: Object.fromEntries(ledgerParts.map((part) => [part, decimal(`parts.${part}`)])),
    kindFigures: Object.fromEntries(
      [...units]
        .filter(([metric]) => metric.startsWith(KIND))
        .map(([metric, value]) => [metric.slice(KIND.length), formatUnits6(value)]),
    ),
    profitSdBpYear: decimal('profitSdBpYear'),
    ledgerUsd6: Object.fromEntries(ledgerParts.map((part) => [part, whole(`ledger.${part}`)])),
    navStartUsd6: whole('navStartUsd6'),
    navEndUsd6: whole('navEndUsd6'),
    trackingErrorPips: decimal('trackingErrorPips'),
    turnoverPerYear: decimal('turnoverPerYear'),
    trades: readWhole(units, 'trades'),
    worstDrawdownPips: decimal('worstDrawdownPips'),
    outsideBandSec: whole('outsideBandSec'),
    largestImpactPips: decimal('largestImpactPips'),
    liquidations: readWhole(units, 'liquidations'),
    topUps: readWhole(units, 'topUps'),
    floorBreaches: readWhole(units, 'floorBreaches'),
    worstBreachPips: decimal('worstBreachPips'),
  }
}

const UNIT = 1_000_000n
/** Begins the metrics that only some kinds of portfolios have. */
const KIND = 'kind.'

function readWhole(units: ReadonlyMap<string, bigint>, metric: string): number {
  return Number(find(units, metric) / UNIT)
}

function find(units: ReadonlyMap<string, bigint>, metric: string): bigint {
  const found = units.get(metric)
  if (found === undefined) throw new MetricMissingError(metric)
  return found
}
