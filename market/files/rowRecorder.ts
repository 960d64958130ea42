// What the manifest says of rows, found while they are written.

import { type ColumnRule, columnRules, findColumnRule } from '../columns.ts'
import { MarketColumnsError, MarketFileError, MarketRowError } from '../errors.ts'
import type { Partition } from '../manifest.ts'
import type { PartitionInput, RowCells } from './partitionInput.ts'
import { describeRange } from './rows.ts'

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
  private before: number | undefined
  private numberBefore: number | undefined
  private gaps: { from: number; to: number }[] = []
  private readonly input: PartitionInput
  private readonly rules: readonly ColumnRule[]
  private readonly numberColumn: number

  constructor(input: PartitionInput, rules: readonly ColumnRule[]) {
    this.input = input
    this.rules = rules
    this.numberColumn = input.kind === 'block' ? input.columns.indexOf('number') : -1
  }

  /** @throws MarketRowError if a cell is out of its range. */
  add(file: string, cells: RowCells): void {
    for (const [column, rule] of this.rules.entries()) {
      const cell = cells[column]
      if (cell !== undefined && isWhole(cell) && cell >= rule.min && cell <= rule.max) continue
      const place = { file, unit: 'row', number: this.rows + 1 } as const
      throw new MarketRowError(place, rule.name, `${cell ?? ''}`, describeRange(rule))
    }
    const at = Number(cells[0])
    if (this.rows === 0) this.firstAt = at
    if (this.before !== undefined && this.isGap(cells, at - this.before)) {
      this.gaps.push({ from: this.before, to: at })
    }
    if (this.numberColumn >= 0) this.numberBefore = Number(cells[this.numberColumn])
    this.before = at
    this.rows++
  }

  /** The partition so far; the next row begins another one, which has the gap before it. @throws MarketFileError */
  take(file: string, sha256: string): Partition {
    if (this.rows === 0 || this.before === undefined) throw createEmptyError(file)
    const { kind, stepSec } = this.input
    const columns = this.rules.map(({ name, unit }) => ({ name, unit }))
    const { rows, firstAt, before: lastAt, gaps } = this
    const partition = { kind, file, sha256, rows, firstAt, lastAt, columns, gaps }
    this.rows = 0
    this.gaps = []
    return stepSec === undefined ? partition : { ...partition, stepSec }
  }

  private isGap(cells: RowCells, elapsed: number): boolean {
    const { numberBefore, numberColumn } = this
    if (numberColumn >= 0 && numberBefore !== undefined) {
      return Number(cells[numberColumn]) > numberBefore + 1
    }
    const { stepSec } = this.input
    return stepSec !== undefined && elapsed > stepSec
  }
}

function isWhole(cell: number | bigint): boolean {
  return typeof cell === 'bigint' || Number.isSafeInteger(cell)
}

/** A record without a row is none. */
export function createEmptyError(file: string): MarketFileError {
  return new MarketFileError(file, 'would hold no row; leave the record out')
}
