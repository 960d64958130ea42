import { MarketFileError, MarketHashError } from '../errors.ts'
import { MANIFEST_FILE, type Market, type Partition, type PartitionKind } from '../manifest.ts'
import { listRules, RowChecker } from './checkRows.ts'
import { joinPath, type MarketFiles } from './marketFiles.ts'
import { readRows } from './readRows.ts'
import type { Rows } from './rows.ts'

/** Partitions of one kind with the same columns, in order of time: one record, in pieces. */
export interface Stream {
  kind: PartitionKind
  partitions: readonly [Partition, ...Partition[]]
  stepSec: number | undefined
  has(column: string): boolean
}

/**
 * The records that a market consists of, by kind and columns.
 *
 * @throws MarketFileError if the partitions of one overlap or differ in their step, or two of a kind have the same column.
 */
export function listStreams({ folder, manifest }: Market): Stream[] {
  const file = joinPath(folder, MANIFEST_FILE)
  const groups = Map.groupBy(manifest.partitions, ({ kind, columns }) =>
    [kind, ...columns.map(({ name }) => name)].join(),
  )
  const streams = [...groups.values()].map((group): Stream => {
    const partitions = group.toSorted((a, b) => a.firstAt - b.firstAt) as [Partition]
    const [first] = partitions
    checkFollow(file, partitions)
    const names = new Set(first.columns.map(({ name }) => name))
    const { kind, stepSec } = first
    return { kind, partitions, stepSec, has: (column) => names.has(column) }
  })
  for (const [index, stream] of streams.entries())
    checkColumns(file, stream, streams.slice(0, index))
  return streams
}

function checkFollow(file: string, partitions: readonly Partition[]): void {
  for (const [index, partition] of partitions.entries()) {
    const before = partitions[index - 1]
    if (before === undefined) continue
    if (partition.firstAt < before.lastAt) {
      const reason = `${partition.file} begins at ${partition.firstAt}, before ${before.file} ends at ${before.lastAt}; list each time once`
      throw new MarketFileError(file, reason)
    }
    if (partition.stepSec !== before.stepSec) {
      const reason = `${partition.file} has a stepSec of ${partition.stepSec}, ${before.file} of ${before.stepSec}; give the pieces of one record the same`
      throw new MarketFileError(file, reason)
    }
  }
}

function checkColumns(file: string, stream: Stream, others: readonly Stream[]): void {
  const [{ file: name, columns }] = stream.partitions
  for (const other of others.filter(({ kind }) => kind === stream.kind)) {
    const twice = columns.find((column) => column.name !== 'at' && other.has(column.name))
    if (twice === undefined) continue
    const reason = `${name} and ${other.partitions[0].file} both have ${twice.name} of the kind ${stream.kind}, with other columns beside it; keep one of them`
    throw new MarketFileError(file, reason)
  }
}

/**
 * The rows of a record, every one checked: bytes, values, order, steps and gaps.
 *
 * @throws MarketHashError, MarketFileError, MarketColumnsError, MarketRowError, MarketOrderError
 */
export async function* readStream(
  files: MarketFiles,
  { folder }: Market,
  stream: Stream,
): AsyncGenerator<Rows> {
  const checker = new RowChecker(stream.partitions)
  let path = ''
  for (const partition of stream.partitions) {
    path = joinPath(folder, partition.file)
    const got = await files.hash(path)
    if (got !== partition.sha256) throw new MarketHashError(path, got, partition.sha256)
    const rules = listRules(partition)
    checker.begin(partition)
    for await (const rows of readRows(files, path, rules)) {
      checker.check(rows, rules)
      yield rows
    }
    checker.end(path)
  }
  checker.endStream(path)
}
