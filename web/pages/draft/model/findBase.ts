import type { Hex } from 'viem'
import { flatten } from '../../../../governance/description.ts'
import {
  applyMarketChange,
  formatMarketConfig,
  listMarkets,
  type MarketConfig,
  type PlacedChange,
  parseMarket,
} from '../../../../governance/index.ts'

/**
 * What a change of a draft starts from: what is in force, after the changes before it.
 *
 * @param market - Its name or id; of another text there is nothing to start from.
 * @param index - Of the change, 0 the first.
 */
export function findBase(
  market: string,
  index: number,
  changes: readonly PlacedChange[],
  current: ReadonlyMap<Hex, MarketConfig>,
): MarketConfig | undefined {
  const id = parseMarket(market)
  if (id === undefined) return undefined
  return changes
    .filter((of) => of.index < index && listMarkets(of.change).includes(id))
    .reduce((config, { change }) => applyMarketChange(config, change), current.get(id))
}

/** What each market would have after all changes, for those that a draft changes. */
export function applyAll(
  changes: readonly PlacedChange[],
  current: ReadonlyMap<Hex, MarketConfig>,
): ReadonlyMap<Hex, { before: MarketConfig | undefined; after: MarketConfig }> {
  const found = new Map<Hex, { before: MarketConfig | undefined; after: MarketConfig }>()
  for (const { change } of changes) {
    for (const id of listMarkets(change)) {
      const before = current.get(id)
      const after = applyMarketChange(found.get(id)?.after ?? before, change)
      if (after !== undefined) found.set(id, { before, after })
    }
  }
  return found
}

/** Every single value of a configuration as a draft would have it, by its path: `bounds.max.band`. */
export function listValues(config: MarketConfig): Readonly<Record<string, string>> {
  const { reporters: _, ...parts } = formatMarketConfig(config)
  return Object.fromEntries(flatten(parts))
}
