import type { Rule } from '../rule.ts'
import { tradeTowards } from './tradeTowards.ts'

/** Generation 1: trades to the target as soon as the drift is outside a fixed band. */
export function createBandRule(percent: number): Rule {
  const band = percent / 100
  return {
    id: `band-${percent}`,
    title: `fixed band of ${percent} %, back to the target`,
    kind: 'plain',
    decide: (view) => tradeTowards(view, band, 0),
  }
}

/** Generation 1: trades back to the band's edge only. */
export function createEdgeRule(percent: number): Rule {
  const band = percent / 100
  return {
    id: `edge-${percent}`,
    title: `fixed band of ${percent} %, back to its edge`,
    kind: 'plain',
    decide: (view) => tradeTowards(view, band, band),
  }
}
