// Holds the rows of one stream (partitions of one kind with the same columns, one after the other) to its manifest.

import { type ColumnRule, findColumnRule } from '../columns.ts'
import { MarketFileError, MarketOrderError, MarketRowError, type Place } from '../errors.ts'
import type { Partition, PartitionKind } from '../manifest.ts'
import { describeRange, type Rows } from './rows.ts'

/** A clock change moves a record in local time by an hour. */
const CLOCK_CHANGE_SEC = 3_600

/** Checks values, order, steps and gaps, over partitions. */
export class RowChecker {
  private readonly kind: PartitionKind
  private readonly stepSec: number | undefined
  private readonly gaps: ReadonlySet<string>
  private readonly usedGaps = new Set<string>()
  private before: number | undefined
  private numberBefore = Number.NaN
  private keyBefore: readonly number[] = []
  private partition: Partition
  private rows = 0

  constructor(partitions: readonly [Partition, ...Partition[]]) {
    const [first] = partitions
    this.partition = first
    this.kind = first.kind
    this.stepSec = first.stepSec
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
    for (let index = 0; index < rows.count; index++) {
      const now = at[index] as number
      if (this.before !== undefined) this.checkStep(rows, index, this.before, now)
      if (this.kind === 'block')
        this.numberBefore = rows.narrow.get('number')?.[index] ?? Number.NaN
      if (this.kind === 'option') this.keyBefore = readKey(rows, index)
      this.before = now
    }
  }

  private checkStep(rows: Rows, index: number, before: number, now: number): void {
    const elapsed = now - before
    const place = () => placeOf(rows, index)
    if (elapsed < 0) {
      const reason = `is ${now}, before the ${before} of the row before; put the rows in order of time`
      throw new MarketOrderError(place(), 'at', reason)
    }
    if (this.kind === 'block') this.checkNumber(rows, index, before, now)
    else if (this.kind === 'option') this.checkKey(rows, index, elapsed)
    else if (elapsed === 0) {
      throw new MarketOrderError(place(), 'at', `is ${now} a second time; keep one row of a time`)
    } else if (this.stepSec !== undefined && elapsed !== this.stepSec) {
      this.checkGap(place(), 'at', before, now, this.stepSec)
    }
  }

  private checkGap(place: Place, field: string, from: number, to: number, stepSec: number): void {
    const elapsed = to - from
    const gap = `${from}-${to}`
    if (elapsed > stepSec && this.gaps.has(gap)) {
      this.usedGaps.add(gap)
      return
    }
    const isClock = Math.abs(elapsed - stepSec) === CLOCK_CHANGE_SEC && stepSec > CLOCK_CHANGE_SEC
    const hint = isClock ? 'local time? Give --zone when you import it' : undefined
    const advice =
      elapsed > stepSec
        ? `list { "from": ${from}, "to": ${to} } under \`gaps\` in market.json if the rows are missing`
        : 'keep one row a step'
    throw new MarketOrderError(
      place,
      field,
      `is ${to}, ${elapsed} s after the row before; the step is ${stepSec} s; ${hint ?? advice}`,
    )
  }

  private checkNumber(rows: Rows, index: number, before: number, now: number): void {
    const number = rows.narrow.get('number')?.[index] as number
    if (number === this.numberBefore + 1) return
    const place = placeOf(rows, index)
    const gap = `${before}-${now}`
    if (number > this.numberBefore && this.gaps.has(gap)) {
      this.usedGaps.add(gap)
      return
    }
    const advice =
      number > this.numberBefore
        ? `add the missing blocks, or list { "from": ${before}, "to": ${now} } under \`gaps\` in market.json`
        : 'keep each block once, in order'
    const reason = `is ${number} after ${this.numberBefore}; ${advice}`
    throw new MarketOrderError(place, 'number', reason)
  }

  private checkKey(rows: Rows, index: number, elapsed: number): void {
    const key = readKey(rows, index)
    if (elapsed > 0) return
    const different = key.findIndex((value, at) => value !== this.keyBefore[at])
    if (different >= 0 && (key[different] as number) > (this.keyBefore[different] as number)) return
    const reason = `is ${key[0]}, strike ${key[1]}, ${key[2] === 1 ? 'call' : 'put'}, not after the row before; keep each option of a time once, in order of expiry, strike, put before call`
    throw new MarketOrderError(placeOf(rows, index), 'expiryAt', reason)
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

const keyColumns = ['expiryAt', 'strikeUsd6', 'isCall']

function readKey(rows: Rows, index: number): number[] {
  return keyColumns.map((name) => rows.narrow.get(name)?.[index] as number)
}

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
