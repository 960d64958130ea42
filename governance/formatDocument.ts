import { type Hex, keccak256, stringToHex, zeroAddress, zeroHash } from 'viem'
import { stringify } from 'yaml'
import type { Bounds } from '../core/bounds.ts'
import type {
  Change,
  Document,
  MarketAddition,
  MarketConfig,
  ModelConfig,
  RemoteConfig,
  SourceConfig,
} from './document.ts'
import {
  type BoundsGroup,
  boundsGroups,
  boundsSpecs,
  type FieldSpec,
  freshnessSpecs,
  policySpecs,
  type RemoteTiming,
  sourceSpecs,
  timingSpecs,
  vectorSpecs,
} from './fields.ts'
import { formatMarket } from './marketNames.ts'
import { isRemote } from './remote/remoteChange.ts'
import { formatField, STANDARD_MODEL } from './scalars.ts'

/** What JSON can hold. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain }

/** The document as YAML: keys in a fixed order, values with their units. `readDocument` gives it back. */
export function formatDocument(document: Document): string {
  return stringify(toPlainDocument(document), { lineWidth: 0 })
}

/** keccak256 of the document's JSON in UTF-8: no spaces, keys sorted, texts as in `formatDocument`. */
export function hashDocument(document: Document): Hex {
  return keccak256(stringToHex(JSON.stringify(sortKeys(toPlainDocument(document)))))
}

/** The document as its JSON has it. */
export function toPlainDocument({ title, summary, changes }: Document) {
  return { gimbal: 1, title, summary, changes: changes.map(toPlainChange) } satisfies Plain
}

/** A change as documents have it: names and texts. */
export function toPlainChange(change: Change): { readonly [key: string]: Plain } {
  if (change.change === 'model') {
    const { change: kind, markets, rationale } = change
    return { change: kind, markets: markets.map(formatMarket), rationale, ...toPlainModel(change) }
  }
  const { change: kind, market, rationale } = change
  if (isRemote(change)) {
    const chainId = Number(change.chainId)
    const head = { change: kind, chainId, market: formatMarket(market), rationale }
    return { ...head, ...toPlainParts(change) }
  }
  return { change: kind, market: formatMarket(market), rationale, ...toPlainParts(change) }
}

/** A market's configuration as documents have it. */
export function formatMarketConfig({ fallbackVector, ...config }: MarketConfig): {
  readonly [key: string]: Plain
} {
  return toPlainParts({ change: 'market', ...config, fallback: fallbackVector })
}

/** What a market has on another chain, as documents have it. */
export function formatRemoteConfig(config: RemoteConfig): { readonly [key: string]: Plain } {
  const { bounds, fallbackVector, epochSec, maxAgeSec, messageAgeSec } = config
  const timing = { epochSec, maxAgeSec, messageAgeSec }
  return toPlainParts({ change: 'remote-market', bounds, fallback: fallbackVector, timing })
}

type Parts = Pick<Change, 'change'> &
  Partial<Omit<MarketAddition, 'change' | 'market'> & { timing: RemoteTiming }>

function toPlainParts(parts: Parts): { readonly [key: string]: Plain } {
  const { policy, bounds, fallback, freshness, source, reporters, threshold } = parts
  const { model, coreHash, timing } = parts
  return {
    ...(policy && { policy: toPlainGroup(policySpecs, policy) }),
    ...(bounds && { bounds: toPlainBounds(bounds) }),
    ...(fallback && { fallback: toPlainGroup(vectorSpecs, fallback) }),
    ...(timing && { timing: toPlainGroup(timingSpecs, timing) }),
    ...(freshness && { freshness: toPlainGroup(freshnessSpecs, freshness) }),
    ...(source && { source: toPlainSource(source) }),
    ...(model && coreHash && toPlainModel({ model, coreHash })),
    ...(reporters && { reporters: [...reporters] }),
    ...(threshold !== undefined && { threshold: Number(threshold) }),
  }
}

function toPlainGroup<Field extends string>(
  specs: readonly (FieldSpec & { field: Field })[],
  values: Readonly<Record<Field, bigint>>,
): Record<string, string> {
  return Object.fromEntries(specs.map((spec) => [spec.name, formatField(spec, values[spec.field])]))
}

function toPlainBounds(bounds: Bounds): { readonly [key: string]: Plain } {
  const groups = (Object.keys(boundsGroups) as BoundsGroup[]).map((name) => [
    name,
    toPlainGroup(boundsGroups[name], bounds[name]),
  ])
  return { ...Object.fromEntries(groups), ...toPlainGroup(boundsSpecs, bounds) }
}

function toPlainSource(source: SourceConfig): { readonly [key: string]: Plain } {
  const { pool, nativePool, portfolio, gasPriceOracle, priceFeed } = source
  return {
    pool,
    nativePool,
    portfolio,
    gasPriceOracle,
    isQuoteToken0: source.isQuoteToken0,
    quoteDecimals: Number(source.quoteDecimals),
    isNativeToken0: source.isNativeToken0,
    nativeQuoteDecimals: Number(source.nativeQuoteDecimals),
    hasGasLimit: source.hasGasLimit,
    priceFeed,
    ...toPlainGroup(sourceSpecs, source),
  }
}

/** The standard model has no hash in documents; one that is there all the same is kept, for rules.ts to refuse. */
function toPlainModel({ model, coreHash }: ModelConfig): { readonly [key: string]: Plain } {
  if (model !== zeroAddress) return { model, coreHash }
  return { model: STANDARD_MODEL, ...(coreHash !== zeroHash && { coreHash }) }
}

function sortKeys(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object') return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}
