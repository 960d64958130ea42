// Holds the rows of one stream (partitions of one kind with the same columns, one after the other) to its manifest.

import { type ColumnRule, findColumnRule } from '../columns.ts'
import { MarketFileError, MarketOrderError, MarketRowError, type Place } from '../errors.ts'
import type { Partition } from '../manifest.ts'
import { listOrderColumns, RowOrder } from './rowOrder.ts'
import { describeRange, type Rows } from './rows.ts'

/** Checks values, order, steps and gaps, over partitions. */
export class RowChecker {
  private readonly order: RowOrder
  private readonly keyColumns: readonly string[]
  private readonly gaps: ReadonlySet<string>
  private readonly usedGaps = new Set<string>()
  private partition: Partition
  private rows = 0

  constructor(partitions: readonly [Partition, ...Partition[]]) {
    const [first] = partitions
    this.partition = first
    this.order = new RowOrder(first.kind, first.stepSec)
    this.keyColumns = listOrderColumns(first.kind)
    this.gaps = new Set(
      partitions.flatMap(({ gaps }) => gaps.map(({ from, to }) => `${from}-${to}`)),
    )
  }

  /** The next rows are of this partition. */
  begin(partition: Partition): void {
    this.partition = partition
    this.rows = 0
  }

  /** @throws MarketRowError, MarketOrderError for the first row that is not allowed. */
  check(rows: Rows, rules: readonly ColumnRule[]): void {
    for (const rule of rules) checkColumn(rows, rule)
    this.checkTimes(rows)
    this.checkEnds(rows)
    this.rows += rows.count
  }

  /** @throws MarketFileError if rows are missing at the partition's end. */
  end(file: string): void {
    const { rows } = this.partition
    if (this.rows === 0) {
      throw new MarketFileError(file, 'holds no row; leave an empty partition out of market.json')
    }
    if (this.rows !== rows) {
      throw new MarketFileError(
        file,
        `has ${this.rows} rows, market.json has ${rows}; get the whole file`,
      )
    }
  }

  /** After the last partition of a stream. @throws MarketFileError if the manifest lists a gap that is none. */
  endStream(file: string): void {
    const untrue = [...this.gaps].find((gap) => !this.usedGaps.has(gap))
    if (untrue === undefined) return
    throw new MarketFileError(
      file,
      `has no gap ${untrue.replace('-', ' to ')}, which market.json lists; take it out of \`gaps\``,
    )
  }

  private checkTimes(rows: Rows): void {
    const at = rows.narrow.get('at') as Float64Array
    const keys = this.keyColumns.map((name) => rows.narrow.get(name) as Float64Array)
    for (let index = 0; index < rows.count; index++) {
      const key = keys.length === 0 ? NO_KEY : keys.map((column) => column[index] as number)
      const found = this.order.next(at[index] as number, key)
      if (found === undefined) continue
      const gap = `${found.from}-${found.to}`
      if (!found.isGap || !this.gaps.has(gap)) {
        throw new MarketOrderError(placeOf(rows, index), found.field, found.reason)
      }
      this.usedGaps.add(gap)
    }
  }

  /** The first row's time and the last one's. */
  private checkEnds(rows: Rows): void {
    const { firstAt, lastAt, rows: expected } = this.partition
    const at = rows.narrow.get('at') as Float64Array
    const check = (index: number, field: string, value: number) => {
      const got = at[index] as number
      if (got === value) return
      const reason = `is ${got}, market.json has ${value} as ${field}; get the file again, or correct market.json`
      throw new MarketOrderError(placeOf(rows, index), 'at', reason)
    }
    if (this.rows === 0) check(0, 'firstAt', firstAt)
    if (this.rows + rows.count === expected) check(rows.count - 1, 'lastAt', lastAt)
  }
}

const NO_KEY: readonly number[] = []

function placeOf({ place }: Rows, index: number): Place {
  return { ...place, number: place.number + index }
}

function checkColumn(rows: Rows, rule: ColumnRule): void {
  const { name, min, max } = rule
  const narrow = rows.narrow.get(name)
  const values = narrow ?? rows.wide.get(name) ?? []
  for (let index = 0; index < rows.count; index++) {
    const value = values[index] as number | bigint
    // A NaN is neither.
    if (value >= min && value <= max) continue
    throw new MarketRowError(placeOf(rows, index), name, `${value}`, describeRange(rule))
  }
}

/** The rules of a partition's columns, in their order. */
export function listRules({ kind, columns }: Partition): ColumnRule[] {
  return columns.flatMap(({ name }) => findColumnRule(kind, name) ?? [])
}
