import type { Decimal6 } from '../result.ts'
import { divideToUnits, formatUnits6 } from './decimal6.ts'
import { YEAR_SEC } from './totals.ts'

/** An amount in bp of the mean net value a year: the elapsed time cancels. */
export function toBpYear(usd6: bigint, navSecondsUsd6: bigint): Decimal6 {
  return formatUnits6(divideToUnits(usd6 * 10_000n * YEAR_SEC, navSecondsUsd6))
}
