import { columnRules } from '../columns.ts'
import { MarketRowError } from '../errors.ts'
import type { PartitionInput } from '../files/partitionInput.ts'
import type { PartitionKind } from '../manifest.ts'
import type { ImportedRow } from './sourceFormat.ts'

/** Rows of one kind, from one file or several. */
export interface ImportedTable {
  kind: PartitionKind
  stepSec: number | undefined
  file: string
  rows: readonly ImportedRow[]
}

/**
 * What the writer of markets takes. A partition has no empty cell: a column without any value is left out, and the perpetual becomes
 * a record of its own where it is not recorded in every row.
 *
 * @throws MarketRowError if a column has a value in some rows only.
 */
export function toPartitionInputs(table: ImportedTable): PartitionInput[] {
  const used = columnRules[table.kind]
    .map(({ name }) => name)
    .filter((name) => name !== 'at' && table.rows.some(({ values }) => values[name] !== undefined))
  const isPerpetual = (name: string) => name.startsWith('perp')
  const perpetual = used.filter(isPerpetual)
  const isWhole = perpetual.every((name) =>
    table.rows.every(({ values }) => values[name] !== undefined),
  )
  if (isWhole) return [toInput(table, used)]
  const rows = table.rows.filter(({ values }) =>
    perpetual.some((name) => values[name] !== undefined),
  )
  const others = used.filter((name) => !isPerpetual(name))
  return [toInput(table, others), toInput({ ...table, rows }, perpetual)]
}

function toInput(
  { kind, stepSec, file, rows }: ImportedTable,
  names: readonly string[],
): PartitionInput {
  const sorted = kind === 'option' ? rows.toSorted(compareOptions) : rows
  return {
    kind,
    stepSec,
    columns: ['at', ...names],
    rows: sorted.map(({ at, line, values }) => [
      at,
      ...names.map((name) => values[name] ?? refuse(file, line, name)),
    ]),
  }
}

/** Partitions have the options of one time by expiry and strike, a put before its call. */
function compareOptions(a: ImportedRow, b: ImportedRow): number {
  if (a.at !== b.at) return a.at - b.at
  const name = ['expiryAt', 'strikeUsd6', 'isCall'].find((key) => a.values[key] !== b.values[key])
  return name === undefined ? 0 : Number((a.values[name] ?? 0n) - (b.values[name] ?? 0n))
}

function refuse(file: string, number: number, name: string): never {
  const allowed = 'a value in every line of the file, or in none'
  throw new MarketRowError({ file, unit: 'line', number }, name, '', allowed)
}
