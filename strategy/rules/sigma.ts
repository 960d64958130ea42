import type { Rule, View } from '../rule.ts'
import { tradeTowards } from './tradeTowards.ts'

const DAYS_A_YEAR = 365.25

/**
 * Generation 3: trades to the target outside a band of so many standard deviations that the drift has in a day: curvature times the
 * price's own. With the observation's trailing variance.
 */
export function createSigmaRule(multiple: number): Rule {
  return {
    id: `sigma-${multiple}`,
    title: `band of ${multiple} daily standard deviations, trailing variance`,
    kind: 'plain',
    decide: (view) => tradeBySigma(view, multiple, view.row.varianceWad),
  }
}

/** The same with the variance that options imply; nothing is traded while none is recorded. */
export function createImpliedSigmaRule(multiple: number): Rule {
  return {
    id: `sigma-${multiple}-implied`,
    title: `band of ${multiple} daily standard deviations, implied variance`,
    kind: 'plain',
    decide: (view) => tradeBySigma(view, multiple, view.row.impliedVarianceWad),
  }
}

/** What a rule of this generation orders; `varianceWad` a year, 1e18 = 1; NaN: not known, nothing is ordered. */
export function tradeBySigma(view: View, multiple: number, varianceWad: number): number {
  const sigmaDay = Math.sqrt(varianceWad / 1e18 / DAYS_A_YEAR)
  return tradeTowards(view, multiple * view.curvature * sigmaDay, 0)
}
