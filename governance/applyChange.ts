import { type Change, type HomeChange, type MarketConfig, toMarketConfig } from './document.ts'
import { isRemote } from './remote/remoteChange.ts'

/** The configuration after a change that is not an addition. */
export function applyChange(
  config: MarketConfig,
  change: Exclude<HomeChange, { change: 'market' }>,
): MarketConfig {
  switch (change.change) {
    case 'policy':
      return { ...config, policy: change.policy }
    case 'bounds':
      return { ...config, bounds: change.bounds }
    case 'fallback':
      return { ...config, fallbackVector: change.fallback }
    case 'reporters':
      return { ...config, reporters: change.reporters, threshold: change.threshold }
    case 'freshness':
      return { ...config, freshness: change.freshness }
    case 'source':
      return { ...config, source: change.source }
    case 'model':
      return { ...config, model: change.model, coreHash: change.coreHash }
    case 'resume':
      return config
  }
}

/** The configuration after any change of a market; undefined where there is no market to change. One on another chain leaves it. */
export function applyMarketChange(
  config: MarketConfig | undefined,
  change: Change,
): MarketConfig | undefined {
  if (change.change === 'market') return toMarketConfig(change)
  return config && (isRemote(change) ? config : applyChange(config, change))
}
