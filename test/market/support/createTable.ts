import type { CheckedTable } from '../../../market/check/finding.ts'
import { toCheckedTable } from '../../../market/check/toCheckedTable.ts'
import type { SourceTable } from '../../../market/import/readSource.ts'
import type { PartitionKind } from '../../../market/manifest.ts'

/** 2023-01-01 00:00 UTC. */
export const TABLE_AT = 1_672_531_200

/** A partition of `count` rows, made by a function of the row's index. */
export function createTable(
  kind: PartitionKind,
  count: number,
  read: (index: number) => Record<string, number>,
  stepSec: number | undefined = 60,
): CheckedTable {
  const rows = Array.from({ length: count }, (_, index) => {
    return { at: TABLE_AT + index * (stepSec ?? 60), ...read(index) }
  })
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const columns = Object.fromEntries(
    names.map((name) => [
      name,
      Float64Array.from(rows, (row) => (row as Record<string, number>)[name] ?? Number.NaN),
    ]),
  )
  return { kind, file: `${kind}.csv`, stepSec, count, columns }
}

/** What a file gave, as checks read it. */
export function toTable({ kind, stepSec, rows }: SourceTable): CheckedTable {
  return toCheckedTable({ kind, file: `${kind}.csv`, stepSec }, rows)
}

/** Uniform from 0 to 1, the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
