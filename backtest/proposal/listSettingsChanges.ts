import type { Hex } from 'viem'
import {
  applyMarketChange,
  type Document,
  listMarkets,
  type MarketConfig,
} from '../../governance/index.ts'

/** What a document makes of one market's settings. */
export interface SettingsChange {
  market: Hex
  inForce: MarketConfig
  proposed: MarketConfig
  /** The document adds the market: nothing is in force, and `inForce` is the example. */
  isAddition: boolean
}

/**
 * The markets that a document touches, in its order, each with its settings before and after.
 *
 * @param markets - What is in force.
 * @param example - Stands for what is in force of a market that the document adds.
 */
export function listSettingsChanges(
  { changes }: Document,
  markets: ReadonlyMap<Hex, MarketConfig>,
  example: MarketConfig,
): SettingsChange[] {
  const touched = [...new Set(changes.flatMap(listMarkets))]
  return touched.map((market) => {
    const inForce = markets.get(market)
    const proposed = changes
      .filter((change) => listMarkets(change).includes(market))
      .reduce(applyMarketChange, inForce)
    return {
      market,
      inForce: inForce ?? example,
      proposed: proposed ?? example,
      isAddition: inForce === undefined,
    }
  })
}
