// Finds prices that nobody traded at.
//
// Method:   prices that were filled in between two known ones move by constant steps, for a whole run of rows; averaged ones move
//           on in the direction of the row before (a traded price does not, or no more than by chance); repeated ones stand
//           still. A price that moves without volume was not traded either.
// Domain:   rows in order of time; logarithms in ticks (1e-4 each).
// Accuracy: none of the recorded files in docs/markets.md is refused; test/market/check/checkSmoothness.test.ts.

import { formatMinute } from '../formatMinute.ts'
import { type CheckedTable, type Finding, timeOf } from './finding.ts'
import { type PriceLine, readPriceLine } from './priceLine.ts'
import { showCount } from './showCount.ts'

/** Fewer moves than this say nothing. */
const LEAST_MOVES = 50
/** Equal steps one after the other that chance hardly makes. */
const RUN_STEPS = 6
const RUN_SHARE = 0.25
/** How far steps of a run may differ. */
const STEP_TOLERANCE = 0.002
/** Correlation of a move with the one before. */
const SMOOTH_CORRELATION = 0.3
/** Rows in a row with the same price that make a warning. */
const STILL_ROWS = 30
const STILL_SHARE = 0.5
const LEAST_DISTINCT = 10
const DISTINCT_MOVES = 200

interface Moves {
  /** From the row before, ticks; index 0 is row 1. */
  steps: Float64Array
  moving: number
}

/** Finds interpolated, smoothed, repeated and untraded prices. */
export function checkSmoothness(table: CheckedTable): Finding[] {
  const line = readPriceLine(table)
  if (line === undefined) return []
  const steps = new Float64Array(Math.max(0, table.count - 1))
  let moving = 0
  for (let index = 0; index < steps.length; index += 1) {
    steps[index] = (line.close[index + 1] ?? 0) - (line.close[index] ?? 0)
    if (steps[index] !== 0) moving += 1
  }
  const moves = { steps, moving }
  const found = [
    findRuns(moves, line),
    findSmoothed(moves),
    findRepeated(table, moves, line),
    findFewReturns(moves),
    findUntraded(moves, line),
  ]
  return found.flatMap((finding) => {
    if (finding === undefined) return []
    const { first, ...rest } = finding
    return [{ ...rest, file: table.file, at: timeOf(table, first) }]
  })
}

type Found = Pick<Finding, 'name' | 'severity' | 'count' | 'text'> & {
  /** The row at which it is first. */
  first: number
}

function findRuns({ steps, moving }: Moves, { roundingTicks }: PriceLine): Found | undefined {
  if (moving < LEAST_MOVES) return undefined
  let count = 0
  let first: number | undefined
  let begin = 0
  for (let index = 1; index <= steps.length; index += 1) {
    const [before, step] = [steps[index - 1] ?? 0, steps[index] ?? Number.NaN]
    const isSame =
      before !== 0 &&
      Math.abs(step - before) <= Math.max(roundingTicks, STEP_TOLERANCE * Math.abs(before))
    if (isSame) continue
    const length = index - begin
    if (length >= RUN_STEPS && before !== 0) {
      count += length
      first ??= begin + 1
    }
    begin = index
  }
  if (first === undefined || count < RUN_SHARE * moving) return undefined
  const share = Math.round((100 * count) / moving)
  const text = `${share} % of the moves are one of at least ${RUN_STEPS} equal steps: the prices were filled in between others; give a record of trades, or coarser rows`
  return { name: 'interpolated', severity: 'refuse', count, first, text }
}

function findSmoothed({ steps, moving }: Moves): Found | undefined {
  if (moving < LEAST_MOVES) return undefined
  let squares = 0
  let products = 0
  for (let index = 0; index < steps.length; index += 1) {
    squares += (steps[index] ?? 0) ** 2
    products += (steps[index] ?? 0) * (steps[index - 1] ?? 0)
  }
  const correlation = products / squares
  if (correlation < SMOOTH_CORRELATION) return undefined
  const text = `each move goes on in the direction of the one before (correlation ${correlation.toFixed(2)}): the prices are averages or were smoothed; the variance would be too low`
  return { name: 'smoothed', severity: 'warn', count: steps.length, first: 1, text }
}

function findRepeated(
  table: CheckedTable,
  { steps, moving }: Moves,
  { isTraded }: PriceLine,
): Found | undefined {
  // A pool without a trade has no other price.
  const isStill = (index: number) =>
    steps[index] === 0 && !(table.kind === 'pool' && isTraded?.(index + 1) === false)
  let [longest, longestAt, run, still] = [0, 0, 0, 0]
  for (let index = 0; index < steps.length; index += 1) {
    run = isStill(index) ? run + 1 : 0
    still += Number(run > 0)
    if (run > longest) [longest, longestAt] = [run, index - run + 1]
  }
  const isMostlyStill = steps.length >= LEAST_MOVES && still > STILL_SHARE * steps.length
  // A pool's tick is coarse: it may stand while it is traded at.
  const isLong = longest >= STILL_ROWS && table.kind !== 'pool'
  if (moving > 0 && !isLong && !(isMostlyStill && table.kind !== 'pool')) return undefined
  if (moving === 0 && steps.length < STILL_ROWS) return undefined
  const since = formatMinute(BigInt(Math.trunc(timeOf(table, longestAt))))
  const text = `the price stays the same in ${still.toLocaleString('en-US')} of ${showCount(steps.length, 'step')}, up to ${longest} rows from ${since} on: it was repeated, or not traded; the variance is too low there`
  return { name: 'repeated-price', severity: 'warn', count: still, first: longestAt, text }
}

function findFewReturns({ steps, moving }: Moves): Found | undefined {
  if (moving < DISTINCT_MOVES) return undefined
  const distinct = new Set<number>()
  for (const step of steps) {
    if (step !== 0) distinct.add(Math.round(Math.abs(step) * 1e6))
    if (distinct.size >= LEAST_DISTINCT) return undefined
  }
  const text = `${showCount(moving, 'move')} have only ${distinct.size} different sizes: no market moves so; give a record of trades`
  return { name: 'few-returns', severity: 'warn', count: moving, first: 1, text }
}

function findUntraded({ steps, moving }: Moves, { isTraded }: PriceLine): Found | undefined {
  if (isTraded === undefined) return undefined
  const places: number[] = []
  for (const [index, step] of steps.entries()) {
    if (step !== 0 && !isTraded(index + 1)) places.push(index + 1)
  }
  const [first] = places
  if (first === undefined) return undefined
  const severity = moving >= LEAST_MOVES && places.length > moving / 2 ? 'refuse' : 'warn'
  const text = `the price moves without volume in ${places.length.toLocaleString('en-US')} of ${showCount(moving, 'move')}: nobody traded at it; give a record of trades`
  return { name: 'no-volume', severity, count: places.length, first, text }
}
