/**
 * Chains at the very places where an output steps from one integer to another: rounding that is not
 * monotone shows as a flicker there. They are found by bisection, many rows at a time.
 */
import {
  type ObservationField,
  type ParameterField,
  type Parameters,
  parameterFields,
  type Row,
} from '../oracle/domain.ts'
import { type Chain, comparableRange, rising, run, withValue } from './chains.ts'
import { anyValue } from './fields.ts'
import type { Random } from './random.ts'
import { anyRow } from './rows.ts'

type EvaluateBatch = (rows: readonly Row[]) => readonly Parameters[]

interface Search {
  row: Row
  output: ParameterField
  low: bigint
  high: bigint
  atLow: bigint
}

function startSearches(
  random: Random,
  field: ObservationField,
  count: number,
  evaluateBatch: EvaluateBatch,
): Search[] {
  const range = comparableRange(field)
  const drafts = Array.from({ length: count }, () => {
    const row = anyRow(random)
    const [low, high] = rising([row.observation[field], anyValue(random, range)], range)
    return { row, low: low as bigint, high: high ?? (low as bigint) }
  })
  const atLow = evaluateBatch(drafts.map(({ row, low }) => withValue(row, field, low)))
  const atHigh = evaluateBatch(drafts.map(({ row, high }) => withValue(row, field, high)))
  return drafts.flatMap((draft, i) => {
    const before = atLow[i] as Parameters
    const after = atHigh[i] as Parameters
    const moved = parameterFields.filter((output) => before[output] !== after[output])
    if (moved.length === 0) return []
    const output = random.pick(moved)
    return [{ ...draft, output, atLow: before[output] }]
  })
}

/** Up to `count` chains of eight consecutive integers, each across a step of some output. */
export function stepChains(
  random: Random,
  field: ObservationField,
  count: number,
  evaluateBatch: EvaluateBatch,
): Chain[] {
  const searches = startSearches(random, field, count, evaluateBatch)
  let open = searches
  while (open.length > 0) {
    const middles = open.map(({ low, high }) => (low + high) >> 1n)
    const outcomes = evaluateBatch(
      open.map(({ row }, i) => withValue(row, field, middles[i] as bigint)),
    )
    for (const [i, search] of open.entries()) {
      const middle = middles[i] as bigint
      if ((outcomes[i] as Parameters)[search.output] === search.atLow) search.low = middle
      else search.high = middle
    }
    open = open.filter(({ low, high }) => high - low > 1n)
  }
  return searches.map(({ row, high }) => ({
    row,
    field,
    values: rising(run(high, 8), comparableRange(field)),
  }))
}
