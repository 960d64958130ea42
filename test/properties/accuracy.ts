import type { OutOfDomainError, Parameters, Row } from '../../core/index.ts'
import { type ParameterField, parameterFields, parameterRange } from '../oracle/domain.ts'
import { evaluate, type RealParameters } from '../oracle/model.ts'
import { formatDecimal, type Rational } from '../oracle/rational.ts'
import { withinTolerance } from '../oracle/tolerance.ts'
import { show } from './report.ts'

/** Which side of the real value each output is rounded to. */
const rounding: Record<ParameterField, 'down' | 'up'> = {
  aggressivenessPips: 'down',
  bandPips: 'up',
  maxTradeUsd: 'down',
  intervalSec: 'up',
  cppiMultiplierE3: 'down',
  guardPips: 'up',
  lotPips: 'down',
  returnPips: 'down',
}

/** True unless the integer lies on the wrong side of the real value by more than 1e-9 of it. */
function roundedToItsSide(field: ParameterField, integer: bigint, real: Rational): boolean {
  const excess = integer * real.den - real.num
  const wrong = rounding[field] === 'down' ? excess : -excess
  return wrong * 1_000_000_000n <= real.num
}

export interface AccuracyBreach {
  kind: 'refused' | 'tolerance' | 'side' | 'range'
  text: string
}

/** Holds one outcome of an engine against the oracle. */
export function findAccuracyBreaches(
  row: Row,
  outcome: Parameters | OutOfDomainError,
  real: RealParameters = evaluate(row.observation, row.policy),
): AccuracyBreach[] {
  if (outcome instanceof Error) return [{ kind: 'refused', text: `${outcome} ${show(row)}` }]
  return parameterFields.flatMap((field) => {
    const integer = outcome[field]
    const { min, max } = parameterRange[field]
    const text = `${field} is ${integer}, really ${formatDecimal(real[field])}: ${show(row)}`
    const breaches: AccuracyBreach[] = []
    if (!withinTolerance(integer, real[field])) breaches.push({ kind: 'tolerance', text })
    if (!roundedToItsSide(field, integer, real[field])) breaches.push({ kind: 'side', text })
    if (integer < min || integer > max) breaches.push({ kind: 'range', text })
    return breaches
  })
}
