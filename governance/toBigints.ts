import type { MarketConfig, RemoteConfig } from './document.ts'

/** Small integers come from the ABI as numbers; documents have bigints only. Whatever is no number stays. */
export function toBigints(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value)
  if (Array.isArray(value)) return value.map(toBigints)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toBigints(inner)]))
}

type Numbers<Value> = Value extends bigint
  ? bigint | number
  : Value extends string | boolean
    ? Value
    : { readonly [Key in keyof Value]: Numbers<Value[Key]> }

/** What a market has on another chain, from what viem reads of `marketConfig` there. */
export function fromAbiRemoteConfig(config: Numbers<RemoteConfig>): RemoteConfig {
  return toBigints(config) as RemoteConfig
}

/** A market's configuration from what viem reads of `marketConfig`. */
export function fromAbiConfig(config: Numbers<MarketConfig>): MarketConfig {
  return toBigints(config) as MarketConfig
}
