import type { TimeRange } from './chart.ts'
import { type CorridorEdges, indexAt } from './lines.ts'
import type { Pyramid } from './pyramid.ts'

/** For how long a value was where, seconds. */
export interface CorridorShares {
  /** While value and corridor were known. */
  knownSec: number
  outsideSec: number
  /** At an edge, not beyond it. */
  atEdgeSec: number
}

/** Of the value itself: as much may have been lost when both were made from the contract's whole numbers. */
const TOLERANCE = 1e-12

/**
 * For how long a value was outside of a corridor or at its edge within a range; each value holds until the next.
 *
 * @param knownTo - Until when the last value counts. Unix seconds.
 */
export function measureCorridor(
  line: Pyramid,
  { lower, upper }: CorridorEdges,
  { from, to }: TimeRange,
  knownTo: number,
): CorridorShares {
  const end = Math.min(to, knownTo)
  const shares: CorridorShares = { knownSec: 0, outsideSec: 0, atEdgeSec: 0 }
  let index = indexAt(line, from)
  let edge = indexAt(lower, from)
  let at = from
  while (at < end) {
    const nextValue = line.times[index + 1] ?? end
    const nextEdge = lower.times[edge + 1] ?? end
    const until = Math.min(nextValue, nextEdge, end)
    count(shares, until - at, line.values[index], lower.values[edge], upper.values[edge])
    if (nextValue <= until) index++
    if (nextEdge <= until) edge++
    at = until
  }
  return shares
}

function count(
  shares: CorridorShares,
  sec: number,
  value: number | undefined,
  low: number | undefined,
  high: number | undefined,
): void {
  if (value === undefined || low === undefined || high === undefined) return
  if (!Number.isFinite(value) || !Number.isFinite(low) || !Number.isFinite(high)) return
  shares.knownSec += sec
  const isAt = (bound: number) => Math.abs(value - bound) <= TOLERANCE * Math.abs(bound)
  if (isAt(low) || isAt(high)) shares.atEdgeSec += sec
  else if (value < low || value > high) shares.outsideSec += sec
}
