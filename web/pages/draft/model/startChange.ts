import type { YamlValue } from '../../../../files/editYaml.ts'
import {
  type ChangeKind,
  formatMarketConfig,
  type MarketConfig,
} from '../../../../governance/index.ts'

/** A change of a kind that changes nothing yet. */
export function startChange(kind: Exclude<ChangeKind, 'market'>, market: string): YamlValue {
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
