import type { BacktestResult } from '../../backtest/result.ts'
import type { Document, MarketConfig } from '../../governance/index.ts'

/** Runs a backtest of a document on a shipped market in this browser, in a worker, and shows what came out with its doubt. */
export function BacktestPanel(props: {
  document: Document
  /** In force, by market. */
  markets: ReadonlyMap<`0x${string}`, MarketConfig>
  /** Takes the result that the visitor wants to bind to the proposal, and its hash; without it there is no button for it. */
  onResult?: ((result: BacktestResult, backtestHash: `0x${string}`) => void) | undefined
}) {
  return <section aria-label={`Backtest of ${props.document.title}`} />
}
