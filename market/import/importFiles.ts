import { checkTable } from '../check/checkTable.ts'
import type { Finding } from '../check/finding.ts'
import { toCheckedTable } from '../check/toCheckedTable.ts'
import { MarketCheckError } from '../errors.ts'
import type { PartitionInput } from '../files/partitionInput.ts'
import type { MarketChain } from '../manifest.ts'
import { addGasUsed } from './addGasUsed.ts'
import { readSource, type SourceOptions, type SourceTable } from './readSource.ts'
import { type ImportedTable, toPartitionInputs } from './toPartitionInputs.ts'

/** Several files of one format. */
export interface ImportOptions extends Omit<SourceOptions, 'file'> {
  files: readonly string[]
  chain: MarketChain
}

export interface Imported {
  inputs: PartitionInput[]
  /** Warnings. */
  findings: Finding[]
}

/**
 * Reads files of one format, one after the other in time, and checks what they say.
 *
 * @throws MarketFileError, MarketRowError by file and line; MarketCheckError if a check refuses the figures.
 */
export function importFiles({ files, chain, ...options }: ImportOptions): Imported {
  const sources = files.map((file) => ({ file, tables: readSource({ ...options, file }) }))
  const tables = (sources[0]?.tables ?? []).map((_, index): ImportedTable => {
    const parts = sources.flatMap(({ file, tables: own }) => {
      const table = own[index]
      return table === undefined || table.rows.length === 0 ? [] : [{ file, table }]
    })
    return joinParts(parts)
  })
  const whole = tables
    .filter(({ rows }) => rows.length > 0)
    .map((table) => addGasUsed(table, chain))
  const findings = whole.flatMap((table) => checkTable(toCheckedTable(table, table.rows), chain))
  const refused = findings.filter(({ severity }) => severity === 'refuse')
  if (refused.length > 0) throw new MarketCheckError(refused)
  return { inputs: whole.flatMap(toPartitionInputs), findings }
}

function joinParts(parts: readonly { file: string; table: SourceTable }[]): ImportedTable {
  const sorted = parts.toSorted((a, b) => (a.table.rows[0]?.at ?? 0) - (b.table.rows[0]?.at ?? 0))
  return {
    kind: sorted[0]?.table.kind ?? 'price',
    stepSec: sorted[0]?.table.stepSec,
    file: sorted.map(({ file }) => file).join(', '),
    rows: sorted.flatMap(({ table }) => table.rows),
  }
}
