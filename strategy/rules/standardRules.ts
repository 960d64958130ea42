import { UnknownRuleError } from '../errors.ts'
import type { Rule } from '../rule.ts'
import { createBandRule, createEdgeRule } from './band.ts'
import { createClockRule } from './clock.ts'
import { createHoldRule } from './hold.ts'
import { createCorrelationSigmaRule, createForecastSigmaRule } from './informedSigma.ts'
import { createImpliedSigmaRule, createSigmaRule } from './sigma.ts'
import { createWhalleyWilmottRule, type WhalleyWilmottSettings } from './whalleyWilmott.ts'

/** What plain rules are made of besides their id. */
export interface RuleSettings extends WhalleyWilmottSettings {}

/** The rule that needs a further market beside the portfolio's own. */
export const CORRELATION_RULE_ID = 'sigma-2.5-correlation'

type Maker = (settings: RuleSettings) => Rule

const makers = new Map<string, Maker>([
  ['hold', createHoldRule],
  ...[0.5, 1, 2.5, 5, 10].flatMap((percent): [string, Maker][] => [
    [`band-${percent}`, () => createBandRule(percent)],
    [`edge-${percent}`, () => createEdgeRule(percent)],
  ]),
  ...(['1h', '4h', '1d', '7d'] as const).map((period): [string, Maker] => [
    `clock-${period}`,
    () => createClockRule(period),
  ]),
  ['sigma-1', () => createSigmaRule(1)],
  ['sigma-2.5', () => createSigmaRule(2.5)],
  ['sigma-2.5-forecast', () => createForecastSigmaRule(2.5)],
  ['sigma-2.5-implied', () => createImpliedSigmaRule(2.5)],
  [CORRELATION_RULE_ID, () => createCorrelationSigmaRule(2.5)],
  ['whalley-wilmott', createWhalleyWilmottRule],
])

/** What is recorded besides prices and depth. */
export interface Recorded {
  isImpliedVarianceRecorded: boolean
  /** Whether a further market runs beside the portfolio's own. */
  hasOtherMarket?: boolean
}

/** Every plain rule's id, in the order of tables. */
export const ruleIds: readonly string[] = [...makers.keys()]

/**
 * A plain rule, new: a rule may remember what it saw, so each run has its own.
 *
 * @throws UnknownRuleError
 */
export function createRule(id: string, settings: RuleSettings): Rule {
  const make = makers.get(id)
  if (make === undefined) throw new UnknownRuleError(id, ruleIds)
  return make(settings)
}

/** All plain rules that can run on a market: those whose input is not recorded are left out. */
export function createStandardRules(settings: RuleSettings, recorded: Recorded): Rule[] {
  const missing = new Set<string>()
  if (!recorded.isImpliedVarianceRecorded) missing.add('sigma-2.5-implied')
  if (!recorded.hasOtherMarket) missing.add(CORRELATION_RULE_ID)
  return ruleIds.filter((id) => !missing.has(id)).map((id) => createRule(id, settings))
}
