import type { YamlValue } from '../../../../files/editYaml.ts'
import {
  type ChangeKind,
  formatMarketConfig,
  formatRemoteConfig,
  type MarketConfig,
  type RemoteConfig,
} from '../../../../governance/index.ts'

/** A change of a kind that changes nothing yet. */
export function startChange(
  kind: Exclude<ChangeKind, 'market' | 'remote-market' | 'remote-resume'>,
  market: string,
): YamlValue {
  const on = { change: kind, market, rationale: '' }
  switch (kind) {
    case 'reporters':
    case 'resume':
      return on
    case 'model':
      return { change: kind, markets: [market], rationale: '', model: '' }
    default:
      return { change: kind, market, rationale: '', [kind]: {} }
  }
}

/**
 * A new market that starts from the settings of another.
 *
 * @param settings - Its settings as documents have them.
 * @param isExample - Addresses of an example are nobody's: they are left empty.
 */
export function startMarket(
  settings: { readonly [key: string]: YamlValue },
  isExample: boolean,
): YamlValue {
  const blank = isExample ? leaveOutAddresses(settings) : settings
  return { change: 'market', market: '', rationale: '', ...(blank as object) }
}

/** A change on another chain. */
export function startRemote(
  kind: 'remote-market' | 'remote-resume',
  chainId: bigint,
  market: string,
  settings: { readonly [key: string]: YamlValue },
): YamlValue {
  const head = { change: kind, chainId: Number(chainId), market, rationale: '' }
  return kind === 'remote-resume' ? head : { ...head, ...settings }
}

/**
 * What a market on another chain starts from: what is in force there, where that is known; else the bounds and the
 * fallback of this chain, its epoch, and its ages.
 */
export function toRemoteStart(
  there: RemoteConfig | undefined,
  here: MarketConfig,
): { readonly [key: string]: YamlValue } {
  if (there !== undefined) return formatRemoteConfig(there)
  const { bounds, fallbackVector, policy, freshness } = here
  return formatRemoteConfig({
    bounds,
    fallbackVector,
    epochSec: policy.epochSec,
    maxAgeSec: freshness.maxAgeSec,
    messageAgeSec: freshness.reportAgeSec,
  })
}

/** The settings of a market in force, to start another from. */
export function toStart(config: MarketConfig): { readonly [key: string]: YamlValue } {
  return formatMarketConfig(config)
}

const ZERO_ADDRESS = /^0x0{40}$/

function leaveOutAddresses(value: YamlValue): YamlValue {
  if (Array.isArray(value)) return value.map(leaveOutAddresses)
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, leaveOutAddresses(inner)]),
    )
  }
  return typeof value === 'string' && value.startsWith('0x') && !ZERO_ADDRESS.test(value)
    ? ''
    : value
}
