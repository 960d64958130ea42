import type { Tolerances } from '../../client/evidence/tolerances.ts'
import { DeployEvidenceError } from './errors.ts'

/**
 * What honest signers need on the day of a shock (docs/evidence.md, "Both"): of reports that are two minutes old by then the
 * checker takes 98.9 %, and refuses some while the depth falls to a quarter within minutes.
 */
export const defaultTolerances: Readonly<Tolerances> = {
  depthPips: 250_000, // 25 %
  nativePricePips: 30_000, // 3 %
  navPips: 50_000, // 5 %
  averagesPips: 250_000, // 25 %
  baseFeePips: 500_000, // 50 %: from half of the lower of two base fees to one and a half of the higher
  gasUsedRatioPips: 250_000, // 25 percentage points
  toldPips: 50_000, // 5 %
}

const names = Object.keys(defaultTolerances) as (keyof Tolerances)[]
const MAX_PIPS = 0xffff_ffff
const PIPS_PER_PERCENT = 10_000

/**
 * Reads `depth=2,baseFee=50`: per cent, by the field's name; what is not named keeps its default.
 *
 * @throws DeployEvidenceError for a name that is unknown or given twice, and for what is no share.
 */
export function parseTolerances(text: string): Tolerances {
  const given = new Map<keyof Tolerances, number>()
  for (const part of text.split(',')) {
    const [name = '', figure = '', ...rest] = part.split('=').map((word) => word.trim())
    const field = names.find((known) => known === `${name}Pips`)
    if (field === undefined || rest.length > 0) {
      const known = names.map((own) => own.slice(0, -'Pips'.length)).join(', ')
      throw new DeployEvidenceError(
        `the tolerance ${part.trim()} is unknown; give NAME=PERCENT, with a name of ${known}`,
      )
    }
    if (given.has(field)) {
      throw new DeployEvidenceError(`the tolerance ${name} is given twice; remove one of the two`)
    }
    given.set(field, parsePercent(name, figure))
  }
  const tolerances = { ...defaultTolerances }
  for (const [field, pips] of given) tolerances[field] = pips
  return tolerances
}

function parsePercent(name: string, figure: string): number {
  const pips = /^\d{1,6}(\.\d{1,4})?$/.test(figure)
    ? Math.round(Number(figure) * PIPS_PER_PERCENT)
    : Number.NaN
  if (pips <= MAX_PIPS) return pips
  throw new DeployEvidenceError(
    `the tolerance ${name} is ${figure || 'missing'}; give per cent with four decimals at most, such as 2.5`,
  )
}
