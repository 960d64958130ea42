import { UnknownRuleError } from '../errors.ts'
import type { Rule } from '../rule.ts'
import { createBandRule, createEdgeRule } from './band.ts'
import { createClockRule } from './clock.ts'
import { createHoldRule } from './hold.ts'
import { createImpliedSigmaRule, createSigmaRule } from './sigma.ts'
import { createWhalleyWilmottRule, type WhalleyWilmottSettings } from './whalleyWilmott.ts'

/** What plain rules are made of besides their id. */
export interface RuleSettings extends WhalleyWilmottSettings {}

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
  ['sigma-2.5-implied', () => createImpliedSigmaRule(2.5)],
  ['whalley-wilmott', createWhalleyWilmottRule],
])

/** What a market records besides prices and depth. */
export interface Recorded {
  isImpliedVarianceRecorded: boolean
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

/** All plain rules that can run on a market: those whose input it does not record are left out. */
export function createStandardRules(settings: RuleSettings, recorded: Recorded): Rule[] {
  return ruleIds
    .filter((id) => recorded.isImpliedVarianceRecorded || id !== 'sigma-2.5-implied')
    .map((id) => createRule(id, settings))
}
