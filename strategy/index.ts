/**
 * Portfolio kinds (what they want at risk, how they drift, what accrues) and plain rules that say when they trade. Pure:
 * a run is a function of its rows.
 */
export { SurfaceError, UnknownRuleError } from './errors.ts'
export { type Ledger, type LedgerPart, ledgerParts } from './ledger.ts'
export type { Incidents, Portfolio } from './portfolio.ts'
export { createBasket } from './portfolios/basket.ts'
export { createCarry } from './portfolios/carry.ts'
export { createConstantMix } from './portfolios/constantMix.ts'
export { createCppi } from './portfolios/cppi.ts'
export { createLeveraged } from './portfolios/leveraged.ts'
export { createLpHedge } from './portfolios/lpHedge.ts'
export { createOptionBook } from './portfolios/optionBook.ts'
export type { Row } from './row.ts'
export type { Rule, View } from './rule.ts'
export {
  createRule,
  createStandardRules,
  type RuleSettings,
  ruleIds,
} from './rules/standardRules.ts'
