import type { Address, Hex } from 'viem'
import type { Bounds } from '../core/bounds.ts'
import type { Parameters, Policy } from '../core/fields.ts'
import type { Freshness, RemoteTiming } from './fields.ts'

/** Where the index measures (contracts/libraries/MarketTypes.sol). Addresses have their checksum. */
export interface SourceConfig {
  pool: Address
  nativePool: Address
  portfolio: Address
  /** Who tells a rollup's data fee; zero: the chain has none. */
  gasPriceOracle: Address
  isQuoteToken0: boolean
  quoteDecimals: bigint
  isNativeToken0: boolean
  nativeQuoteDecimals: bigint
  /** Whether a block's gas limit is a measure of the chain's capacity. */
  hasGasLimit: boolean
  /** At which second modulo 120 segments begin. */
  segmentOffsetSec: bigint
  /** Where the average of the variance a year starts, 1e18 = 1; 0: at the first measured figure. */
  startVarianceWad: bigint
  /** Where the average depth starts, 1e6 = $1; 0: at the first measured figure. */
  startDepthRefUsd6: bigint
  /** The feed of signed prices that evidence has to agree with; zero: none. */
  priceFeed: Address
  /** How far the pool's mean price may be from the signed one; 0 without a feed. */
  maxPriceDeviationPips: bigint
}

/** What evaluates a market: a contract, and the hash of the Wasm core whose twin it is; both zero: the standard model. */
export interface ModelConfig {
  model: Address
  coreHash: Hex
}

/** Everything that voters set for a market. Reporters rise strictly. */
export interface MarketConfig extends ModelConfig {
  policy: Policy
  bounds: Bounds
  fallbackVector: Parameters
  freshness: Freshness
  source: SourceConfig
  threshold: bigint
  reporters: readonly Address[]
}

/** What voters set for a market on another chain (contracts/interfaces/bridge/IRemoteParameters.sol). */
export interface RemoteConfig extends RemoteTiming {
  bounds: Bounds
  fallbackVector: Parameters
}

/** One call of RiskParameters, or one that is recorded for another chain, with the reason for it. */
export type Change = { rationale: string } & (
  | { change: 'policy'; market: Hex; policy: Policy }
  | { change: 'bounds'; market: Hex; bounds: Bounds }
  | { change: 'fallback'; market: Hex; fallback: Parameters }
  | { change: 'reporters'; market: Hex; reporters: readonly Address[]; threshold: bigint }
  | { change: 'freshness'; market: Hex; freshness: Freshness }
  | { change: 'source'; market: Hex; source: SourceConfig }
  | MarketAddition
  | { change: 'resume'; market: Hex }
  | ModelChange
  | RemoteMarketChange
  | RemoteResumption
)

/** All of a market's configuration on another chain: a new one there, or other settings for one. */
export interface RemoteMarketChange {
  change: 'remote-market'
  chainId: bigint
  market: Hex
  bounds: Bounds
  fallback: Parameters
  timing: RemoteTiming
}

/** Ends a halt or a fallback on another chain. */
interface RemoteResumption {
  change: 'remote-resume'
  chainId: bigint
  market: Hex
}

/** A change on another chain. */
export type RemoteChange = Extract<Change, { chainId: bigint }>
/** A change on this chain. */
export type HomeChange = Exclude<Change, { chainId: bigint }>

/** Another model for some markets. */
interface ModelChange extends ModelConfig {
  change: 'model'
  markets: readonly Hex[]
}

/** A new market, all of it. */
export interface MarketAddition extends ModelConfig {
  change: 'market'
  market: Hex
  policy: Policy
  bounds: Bounds
  fallback: Parameters
  freshness: Freshness
  source: SourceConfig
  reporters: readonly Address[]
  threshold: bigint
}

export type ChangeKind = Change['change']

/** A complete proposal: what is hashed, encoded, and decoded again. Numbers are the contract's. */
export interface Document {
  title: string
  /** Markdown; may be empty. */
  summary: string
  changes: readonly Change[]
}

type Part<Whole> = Whole extends bigint | boolean | string
  ? Whole
  : { readonly [Key in keyof Whole]?: Part<Whole[Key]> | undefined }

/** A change as a person drafts it: of a group only what is to be different. */
export type DraftChange = { rationale: string } & (
  | { change: 'policy'; market: Hex; policy: Part<Policy> }
  | { change: 'bounds'; market: Hex; bounds: Part<Bounds> }
  | { change: 'fallback'; market: Hex; fallback: Part<Parameters> }
  | {
      change: 'reporters'
      market: Hex
      reporters?: readonly Address[] | undefined
      threshold?: bigint | undefined
    }
  | { change: 'freshness'; market: Hex; freshness: Part<Freshness> }
  | { change: 'source'; market: Hex; source: Part<SourceConfig> }
  | MarketAddition
  | { change: 'resume'; market: Hex }
  | ModelChange
  | RemoteMarketChange
  | RemoteResumption
)

/** One on this chain. */
export type HomeDraftChange = Exclude<DraftChange, { chainId: bigint }>

/** A proposal as a person writes it: `completeDraft` makes a document of it. */
export interface Draft {
  title: string
  summary: string
  changes: readonly DraftChange[]
}

/** Some of a market's settings, without a proposal around them. */
export type Settings = Part<
  Omit<MarketConfig, 'fallbackVector' | 'reporters'> & { fallback: Parameters }
> & { reporters?: readonly Address[] | undefined }

/** What the contract stores for an added market. */
export function toMarketConfig(addition: MarketAddition): MarketConfig {
  const { policy, bounds, fallback, freshness, source } = addition
  const { model, coreHash, threshold, reporters } = addition
  return {
    policy,
    bounds,
    fallbackVector: fallback,
    freshness,
    source,
    model,
    coreHash,
    threshold,
    reporters,
  }
}
