import type { Hex } from 'viem'
import type { RuleRun } from '../outcome.ts'
import type { BacktestResult } from '../result.ts'
import type { Series } from './createSeries.ts'

/** What a page is made of. */
export interface PageContent {
  result: BacktestResult
  backtestHash: Hex
  /** Of the first market and portfolio. */
  runs: readonly RuleRun[]
  series: Series
}
