import { parameterFields } from '../core/index.ts'
import type { ReplayRow } from './evaluateRecording.ts'

/** A table that still fits a screen or two. */
const MAX_ROWS = 60

/** The largest error of a straight line, as a share of the value, for which a row may be left out. */
const TOLERANCE = 0.1

/**
 * Thins rows out: the first, the last, one every `everySec`; and then, up to 60 rows, again and
 * again the one that a straight line between its neighbours misses most. Calm hours stay short,
 * turns are kept.
 */
export function selectRows(rows: readonly ReplayRow[], everySec: bigint): ReplayRow[] {
  const selected = rows.flatMap(({ at }, index) => {
    return index === 0 || index === rows.length - 1 || at % everySec === 0n ? [index] : []
  })
  while (selected.length < MAX_ROWS) {
    const missed = findMostMissed(rows, selected)
    if (missed === undefined) break
    selected.push(missed)
    selected.sort((a, b) => a - b)
  }
  return selected.map((index) => rows[index] as ReplayRow)
}

function findMostMissed(
  rows: readonly ReplayRow[],
  selected: readonly number[],
): number | undefined {
  let most = { index: undefined as number | undefined, error: TOLERANCE }
  for (const [position, right] of selected.entries()) {
    const left = selected[position - 1] ?? right
    for (let index = left + 1; index < right; index++) {
      const error = computeError(rows, left, index, right)
      if (error > most.error) most = { index, error }
    }
  }
  return most.index
}

/**
 * How far a row lies off the line between two others: the worst parameter, as a share of the larger
 * value.
 */
function computeError(
  rows: readonly ReplayRow[],
  left: number,
  index: number,
  right: number,
): number {
  const share = (index - left) / (right - left)
  const errors = parameterFields.map((field) => {
    const valueAt = (row: number): number => Number(rows[row]?.target[field])
    const [line, value] = [valueAt(left) + share * (valueAt(right) - valueAt(left)), valueAt(index)]
    return Math.abs(value - line) / Math.max(value, line, 1)
  })
  return Math.max(...errors)
}
