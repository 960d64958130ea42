import type { Hex } from 'viem'
import type { MarketConfig } from '../../governance/index.ts'

/**
 * What the model would have returned over the last days, before and after a change of policy or bounds, computed here by the
 * Wasm core in a worker.
 */
export function ModelComparison(props: { market: Hex; before: MarketConfig; after: MarketConfig }) {
  return <section aria-label={`What the model would have returned for ${props.market}`} />
}
