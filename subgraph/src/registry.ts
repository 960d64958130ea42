import { Bytes } from '@graphprotocol/graph-ts'
import { Market, Registry, SourceVersion } from '../../build/subgraph/generated/schema'
import { singletonId } from './ids'

/** Loads or creates the list of what is tracked. */
export function fetchRegistry(): Registry {
  const registry = Registry.load(singletonId())
  if (registry !== null) return registry
  const created = new Registry(singletonId())
  created.pools = []
  created.markets = []
  return created
}

/** Adds a pool, once. */
export function registerPool(pool: Bytes): void {
  const registry = fetchRegistry()
  const pools = registry.pools
  if (pools.includes(pool)) return
  pools.push(pool)
  registry.pools = pools
  registry.save()
}

export function registerMarket(market: Bytes): void {
  const registry = fetchRegistry()
  const markets = registry.markets
  markets.push(market)
  registry.markets = markets
  registry.save()
}

/** The source in force of a market; null: there is no such market. */
export function loadSource(marketId: Bytes): SourceVersion | null {
  const market = Market.load(marketId)
  return market === null ? null : SourceVersion.load(market.source)
}
