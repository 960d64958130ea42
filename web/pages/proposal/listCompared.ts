import type { Hex } from 'viem'
import {
  applyMarketChange,
  type DecodedProposal,
  listMarkets,
  type MarketConfig,
} from '../../../governance/index.ts'

/** A market whose values the model would make others of. */
export interface Compared {
  market: Hex
  before: MarketConfig
  after: MarketConfig
}

/** The markets whose policy or bounds a proposal changes, with all of its changes made; a new market has no before. */
export function listCompared(
  { changes }: Pick<DecodedProposal, 'changes'>,
  current: ReadonlyMap<Hex, MarketConfig>,
): Compared[] {
  const markets = new Map(current)
  const touched = new Set<Hex>()
  for (const change of changes) {
    if (change.change === 'unknown') continue
    for (const market of listMarkets(change)) {
      const after = applyMarketChange(markets.get(market), change)
      if (after !== undefined) markets.set(market, after)
      if (change.change === 'policy' || change.change === 'bounds') touched.add(market)
    }
  }
  return [...touched].flatMap((market) => {
    const [before, after] = [current.get(market), markets.get(market)]
    return before === undefined || after === undefined ? [] : [{ market, before, after }]
  })
}
