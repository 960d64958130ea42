import type { Row } from '../row.ts'

const LEAST_WAD = 1e12
const MOST_WAD = 9e18

/** The variance that options are valued at, 1e18 = 1 a year: implied where it is recorded, else trailing. */
export function valuationVarianceWad(row: Row): number {
  return row.impliedVarianceWad > 0
    ? Math.min(Math.max(row.impliedVarianceWad, LEAST_WAD), MOST_WAD)
    : trailingVarianceWad(row)
}

/** The observation's variance within what the strategies' maths takes; the least of it where none is known. */
export function trailingVarianceWad({ varianceWad }: Row): number {
  return varianceWad > LEAST_WAD ? Math.min(varianceWad, MOST_WAD) : LEAST_WAD
}
