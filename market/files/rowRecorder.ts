// What the manifest says of rows, found while they are written.

import { type ColumnRule, columnRules, findColumnRule } from '../columns.ts'
import { MarketColumnsError, MarketFileError, MarketOrderError, MarketRowError } from '../errors.ts'
import type { Partition } from '../manifest.ts'
import { listOrderColumns, RowOrder } from '../read/rowOrder.ts'
import { describeRange } from '../read/rows.ts'
import type { PartitionInput, RowCells } from './partitionInput.ts'

/** The rules of a record's columns. @throws MarketColumnsError if one is not of its kind, or a required one is missing. */
export function findRules(file: string, { kind, columns }: PartitionInput): ColumnRule[] {
  const rules = columns.flatMap((name) => findColumnRule(kind, name) ?? [])
  const isWhole = columnRules[kind].every(
    ({ name, isRequired }) => !isRequired || columns.includes(name),
  )
  if (rules.length === columns.length && isWhole && columns[0] === 'at') return rules
  const allowed = columnRules[kind].map(({ name, isRequired }) => (isRequired ? name : `[${name}]`))
  throw new MarketColumnsError(file, columns.join(','), allowed.join(','))
}

/** Counts the rows of one partition and finds its gaps. */
export class RowRecorder {
  rows = 0
  private firstAt = 0
  private lastAt = 0
  private gaps: { from: number; to: number }[] = []
  private readonly input: PartitionInput
  private readonly rules: readonly ColumnRule[]
  private readonly order: RowOrder
  private readonly keyColumns: readonly number[]

  constructor(input: PartitionInput, rules: readonly ColumnRule[]) {
    this.input = input
    this.rules = rules
    this.order = new RowOrder(input.kind, input.stepSec)
    this.keyColumns = listOrderColumns(input.kind).map((name) => input.columns.indexOf(name))
  }

  /** @throws MarketRowError if a cell is out of its range, MarketOrderError if the row does not follow. */
  add(file: string, cells: RowCells): void {
    const place = () => ({ file, unit: 'row', number: this.rows + 1 }) as const
    for (const [column, rule] of this.rules.entries()) {
      const cell = cells[column]
      if (cell !== undefined && isWhole(cell) && cell >= rule.min && cell <= rule.max) continue
      throw new MarketRowError(place(), rule.name, `${cell ?? ''}`, describeRange(rule))
    }
    const at = Number(cells[0])
    const key = this.keyColumns.map((column) => Number(cells[column]))
    const found = this.order.next(at, key)
    if (found?.isGap) this.gaps.push({ from: found.from, to: found.to })
    else if (found !== undefined) throw new MarketOrderError(place(), found.field, found.reason)
    if (this.rows === 0) this.firstAt = at
    this.lastAt = at
    this.rows++
  }

  /** The partition so far; the next row begins another one, which has the gap before it. @throws MarketFileError */
  take(file: string, sha256: string): Partition {
    if (this.rows === 0) throw createEmptyError(file)
    const { kind, stepSec } = this.input
    const columns = this.rules.map(({ name, unit }) => ({ name, unit }))
    const { rows, firstAt, lastAt, gaps } = this
    const partition = { kind, file, sha256, rows, firstAt, lastAt, columns, gaps }
    this.rows = 0
    this.gaps = []
    return stepSec === undefined ? partition : { ...partition, stepSec }
  }
}

function isWhole(cell: number | bigint): boolean {
  return typeof cell === 'bigint' || Number.isSafeInteger(cell)
}

/** A record without a row is none. */
export function createEmptyError(file: string): MarketFileError {
  return new MarketFileError(file, 'would hold no row; leave the record out')
}
