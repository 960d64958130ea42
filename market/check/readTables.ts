import { join } from 'node:path'
import { MarketFileError } from '../errors.ts'
import { diskReader } from '../files/diskReader.ts'
import type { Market, Partition } from '../manifest.ts'
import { listRules } from '../read/checkRows.ts'
import type { CheckedTable } from './finding.ts'

/**
 * The records of a market with everything that is wrong in them: the order of rows is not looked at.
 *
 * @throws MarketFileError, MarketColumnsError, MarketRowError if a file cannot be read at all.
 */
export async function readTables({ folder, manifest }: Market): Promise<CheckedTable[]> {
  const groups = Map.groupBy(manifest.partitions, ({ kind, columns }) =>
    [kind, ...columns.map(({ name }) => name)].join(),
  )
  const tables: CheckedTable[] = []
  for (const group of groups.values()) {
    const parts = group.toSorted((a, b) => a.firstAt - b.firstAt)
    tables.push(await readTable(folder, parts as [Partition, ...Partition[]]))
  }
  return tables
}

async function readTable(
  folder: string,
  parts: readonly [Partition, ...Partition[]],
): Promise<CheckedTable> {
  const [{ kind, file, stepSec, columns: listed }] = parts
  const chunks: Record<string, Float64Array[]> = {}
  for (const part of parts) {
    const path = join(folder, part.file)
    let rows = 0
    for await (const { count, narrow, wide } of diskReader.readRows(path, listRules(part))) {
      rows += count
      for (const { name } of listed) {
        const values = narrow.get(name)?.slice(0, count) ?? toDoubles(wide.get(name) ?? [], count)
        const own = chunks[name] ?? []
        own.push(values)
        chunks[name] = own
      }
    }
    if (rows === 0) throw new MarketFileError(path, 'holds no row; leave it out of market.json')
  }
  const columns = Object.fromEntries(
    Object.entries(chunks).map(([name, values]) => [name, joinArrays(values)]),
  )
  return { kind, file, stepSec, count: columns.at?.length ?? 0, columns }
}

function toDoubles(values: readonly bigint[], count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => Number(values[index] ?? Number.NaN))
}

function joinArrays(arrays: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const array of arrays) {
    joined.set(array, offset)
    offset += array.length
  }
  return joined
}
