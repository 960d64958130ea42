import type { Market } from '../../market/manifest.ts'
import type { PortfolioDocument } from '../portfolios/schema.ts'
import type { FillSettings, RunRule } from '../settings.ts'

/** One portfolio on one market under one set of assumptions: a part of a backtest that needs no other. */
export interface Task {
  /** What differs from the main task: `main`, `refill x0.2`, `case 1`; no two of a backtest have the same. */
  name: string
  market: Market
  portfolio: PortfolioDocument
  fill: FillSettings
  /** The rules, new: a rule may remember what it saw. */
  createRules(): RunRule[]
}
