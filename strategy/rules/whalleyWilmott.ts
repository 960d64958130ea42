import { cubeRoot } from '../cubeRoot.ts'
import type { Rule } from '../rule.ts'
import { tradeTowards } from './tradeTowards.ts'

/** What this rule knows of the market and of its voters. */
export interface WhalleyWilmottSettings {
  /** One-way fee of the venue, 1e6 = 100 %. */
  feePips: number
  /** Price of risk against cost, 1e4 = 1. */
  riskAversionE4: number
}

/**
 * Trades to the edge of the band that is best for a proportional cost c alone: h = (3/2 c G^2 / gamma)^(1/3), G the curvature.
 * It knows no gas. Source: Whalley & Wilmott 1997.
 */
export function createWhalleyWilmottRule(settings: WhalleyWilmottSettings): Rule {
  const cost = settings.feePips / 1e6
  const gamma = settings.riskAversionE4 / 1e4
  return {
    id: 'whalley-wilmott',
    title: 'Whalley-Wilmott band, back to its edge',
    kind: 'plain',
    decide(view) {
      const band = cubeRoot((1.5 * cost * view.curvature * view.curvature) / gamma)
      return tradeTowards(view, band, band)
    },
  }
}
