/**
 * What a change of a market's settings would have done on recorded markets: with the very core and bounds that run live,
 * with intervals, trials counted. For Node, as markets are files; all but `openEngine` and `openMarket` is pure.
 */
export { openMarket } from '../market/files/openMarket.ts'
export type { Market } from '../market/manifest.ts'
export { exampleSettings } from './exampleSettings.ts'
export { openEngine } from './node/openEngine.ts'
export { type Backtest, type BacktestOptions, backtest } from './orchestrate/backtest.ts'
export {
  type BacktestChoices,
  type BacktestSubject,
  createInputs,
  DEFAULT_MARKET,
} from './orchestrate/createInputs.ts'
export type { BacktestEngine, BacktestInputs } from './orchestrate/inputs.ts'
export { parsePortfolio, usualPortfolio } from './portfolios/document.ts'
export { PortfolioError } from './portfolios/errors.ts'
export type { PortfolioDocument } from './portfolios/schema.ts'
export { keepVoted, type Voted } from './proposal/voted.ts'
export { formatResult, hashResultText } from './report/hashResult.ts'
export { type ReadResult, ResultFormatError, readResult } from './report/readResult.ts'
export type { BacktestResult } from './result.ts'
