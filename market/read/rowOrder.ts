// What may follow a row: the one place that knows it, for reading and for writing.

import type { PartitionKind } from '../manifest.ts'

/** Columns besides `at` that order the rows of a kind. */
export function listOrderColumns(kind: PartitionKind): readonly string[] {
  if (kind === 'block') return ['number']
  return kind === 'option' ? ['expiryAt', 'strikeUsd6', 'isCall'] : []
}

/** A row that does not follow the one before it, or only over a gap; `reason` is what to say of it. */
export interface OrderFinding {
  isGap: boolean
  field: string
  from: number
  to: number
  reason: string
}

/** A clock change moves a record in local time by an hour. */
const CLOCK_CHANGE_SEC = 3_600

/** Follows the rows of one record. */
export class RowOrder {
  private readonly kind: PartitionKind
  private readonly stepSec: number | undefined
  private before: number | undefined
  private keyBefore: readonly number[] = []

  constructor(kind: PartitionKind, stepSec: number | undefined) {
    this.kind = kind
    this.stepSec = stepSec
  }

  /**
   * Takes up the next row.
   *
   * @param key the cells of `listOrderColumns`.
   */
  next(at: number, key: readonly number[]): OrderFinding | undefined {
    const { before, keyBefore } = this
    this.before = at
    this.keyBefore = key
    if (before === undefined) return undefined
    const found = (field: string, reason: string, isGap = false): OrderFinding => {
      return { isGap, field, from: before, to: at, reason }
    }
    if (at < before) {
      return found(
        'at',
        `is ${at}, before the ${before} of the row before; put the rows in order of time`,
      )
    }
    switch (this.kind) {
      case 'block':
        return checkNumber(keyBefore[0] as number, key[0] as number, before, at, found)
      case 'option':
        return at > before || isAfter(keyBefore, key)
          ? undefined
          : found('expiryAt', describeOption(key))
      default:
        return this.checkStep(before, at, found)
    }
  }

  private checkStep(before: number, at: number, found: Found): OrderFinding | undefined {
    const { stepSec } = this
    const elapsed = at - before
    if (elapsed === 0) return found('at', `is ${at} a second time; keep one row of a time`)
    if (stepSec === undefined || elapsed === stepSec) return undefined
    const isClock = Math.abs(elapsed - stepSec) === CLOCK_CHANGE_SEC && stepSec > CLOCK_CHANGE_SEC
    const advice = elapsed > stepSec ? describeGap(before, at) : 'keep one row a step'
    const hint = isClock ? 'local time? Give --zone when you import it' : advice
    const reason = `is ${at}, ${elapsed} s after the row before; the step is ${stepSec} s; ${hint}`
    return found('at', reason, elapsed > stepSec)
  }
}

type Found = (field: string, reason: string, isGap?: boolean) => OrderFinding

function checkNumber(
  before: number,
  number: number,
  from: number,
  to: number,
  found: Found,
): OrderFinding | undefined {
  if (number === before + 1) return undefined
  const isGap = number > before
  const advice = isGap
    ? `add the missing blocks, or ${describeGap(from, to)}`
    : 'keep each block once, in order'
  return found('number', `is ${number} after ${before}; ${advice}`, isGap)
}

function describeGap(from: number, to: number): string {
  return `list { "from": ${from}, "to": ${to} } under \`gaps\` in market.json if the rows are missing`
}

function isAfter(before: readonly number[], key: readonly number[]): boolean {
  const different = key.findIndex((value, at) => value !== before[at])
  return different >= 0 && (key[different] as number) > (before[different] as number)
}

function describeOption([expiryAt, strike, isCall]: readonly number[]): string {
  const option = `${expiryAt}, strike ${strike}, ${isCall === 1 ? 'call' : 'put'}`
  return `is ${option}, not after the row before; keep each option of a time once, in order of expiry, strike, put before call`
}
