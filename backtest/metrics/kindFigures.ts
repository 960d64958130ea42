import type { RuleRun } from '../outcome.ts'
import type { Metrics } from '../result.ts'
import { divideToUnits, formatUnits6 } from './decimal6.ts'
import { toBpYear } from './toBpYear.ts'
import { type Totals, toWhole } from './totals.ts'

const MONEY_ENDING = 'Usd6'

/** One figure that a kind of portfolio counted of its own. */
export interface KindFigure {
  /** Without the unit: `theta`, `lvr`, `recentres`. */
  name: string
  /** Whether it is money, 1e6 = $1; else a plain number. */
  isMoney: boolean
  value: bigint
}

/** The figures of a run, told by the ending of their names. */
export function listKindFigures({ figures = {} }: RuleRun): KindFigure[] {
  return Object.entries(figures).map(([key, value]) => {
    const isMoney = key.endsWith(MONEY_ENDING)
    const name = isMoney ? key.slice(0, -MONEY_ENDING.length) : key
    return { name, isMoney, value: toWhole(value) }
  })
}

/** Money in bp of the mean net value a year, the rest as it is; cost over decay where there is decay to pay it from. */
export function computeKindFigures(
  run: RuleRun,
  { costUsd6, navSecondsUsd6 }: Totals,
): Metrics['kindFigures'] {
  const figures = listKindFigures(run)
  const entries = figures.map(({ name, isMoney, value }) =>
    isMoney
      ? [`${name}BpYear`, toBpYear(value, navSecondsUsd6)]
      : [name, formatUnits6(value * 1_000_000n)],
  )
  const theta = figures.find(({ name }) => name === 'theta')?.value ?? 0n
  const decay = theta < 0n ? -theta : theta
  if (decay > 0n) entries.push(['costPerTheta', formatUnits6(divideToUnits(costUsd6, decay))])
  return Object.fromEntries(entries)
}
