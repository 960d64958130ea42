import type { Core, Observation, Policy } from '../../core/index.ts'
import { roundUsd6 } from '../../strategy/roundUsd6.ts'
import type { Rule, View } from '../../strategy/rule.ts'
import { createBandRule } from '../../strategy/rules/band.ts'
import { tradeTowards } from '../../strategy/rules/tradeTowards.ts'
import { createWhalleyWilmottRule } from '../../strategy/rules/whalleyWilmott.ts'
import type { StraddleRuleId } from './studyFigures.ts'

/** Between two looks at a book. */
export const STEP_SEC = 28_800
const YEAR_SEC = 31_557_600

export interface StraddleRuleSettings {
  core: Core
  /** Its epoch is one step; how full blocks are and a thin pool change nothing in it. */
  policy: Policy
}

/** The rules of the study's table by their ids, new. */
export function createStraddleRules(
  settings: StraddleRuleSettings,
): Readonly<Record<StraddleRuleId, Rule>> {
  const { policy } = settings
  const costs = {
    feePips: Number(policy.poolFeePips),
    riskAversionE4: Number(policy.riskAversionE4),
  }
  return {
    'clock-8h': createStepClock('clock-8h', 1),
    'clock-24h': createStepClock('clock-24h', 3),
    'clock-72h': createStepClock('clock-72h', 9),
    'band-10': createBandRule(10),
    'band-20': createBandRule(20),
    'band-40': createBandRule(40),
    'whalley-wilmott': createWhalleyWilmottRule(costs),
    simple: createSimpleRule(settings),
  }
}

/** To the target after every so many steps from the book's opening. */
function createStepClock(id: StraddleRuleId, steps: number): Rule {
  return {
    id,
    title: `to the target every ${steps} steps`,
    kind: 'plain',
    decide(view) {
      const passed = Math.floor((view.row.at - view.openedAt) / STEP_SEC)
      return passed > 0 && passed % steps === 0 ? tradeTowards(view, 0, 0) : 0
    },
  }
}

/**
 * The study's own rule, with band, return and lot from the core and no bounds about them: outside the band it trades
 * min(x, max(phi x, lot)) towards the return line, x = |drift| - return. phi is the share of Garleanu and Pedersen (2013) for a trade every step:
 * what the model calls aggressiveness if it traded once an epoch.
 */
function createSimpleRule({ core, policy }: StraddleRuleSettings): Rule {
  const gasUnits = Number(policy.gasUnits)
  const gamma = Number(policy.riskAversionE4) / 1e4
  return {
    id: 'simple',
    title: 'band, return and lot of the model, a share of the excess every step',
    kind: 'plain',
    decide(view) {
      const { row, drift, navUsd6 } = view
      const distance = Math.abs(drift)
      if (distance === 0) return 0
      const target = core.evaluate(observe(view, gasUnits), policy)
      const band = Number(target.bandPips) / 1e6
      if (!(distance > band)) return 0
      const excess = distance - Math.min(band, Number(target.returnPips) / 1e6)
      const epochVariance = (row.varianceWad / 1e18) * (STEP_SEC / YEAR_SEC)
      const slow = (8 * navUsd6) / (gamma * epochVariance * row.depthUsd6)
      const share = 2 / (1 + Math.sqrt(1 + slow))
      const size = Math.min(excess, Math.max(share * excess, Number(target.lotPips) / 1e6))
      return roundUsd6(drift > 0 ? -size * navUsd6 : size * navUsd6)
    },
  }
}

function observe({ row, navUsd6, curvature, horizonSec }: View, gasUnits: number): Observation {
  const perGas = (row.gasUsd6 / row.priceUsd6 / gasUnits) * 1e18
  return {
    baseFeePerGas: BigInt(Math.round(perGas)),
    gasUsedRatioPips: 500_000n,
    nativePriceUsd6: BigInt(row.priceUsd6),
    depthUsd6: BigInt(row.depthUsd6),
    depthRefUsd6: BigInt(row.depthUsd6),
    varianceWad: BigInt(row.varianceWad),
    navUsd6: BigInt(navUsd6),
    dataFeeWei: 0n,
    curvaturePips: BigInt(Math.round(Math.min(curvature * 1e6, 1e8))),
    horizonSec: BigInt(Math.round(horizonSec)),
  }
}
