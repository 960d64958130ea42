import { type Hex, zeroAddress } from 'viem'
import type { Core } from '../core/core.ts'
import { type Observation, type ParameterField, parameterFields } from '../core/fields.ts'
import { applyMarketChange } from './applyChange.ts'
import { listMarkets } from './changeKey.ts'
import type { UnknownCall } from './decodeProposal.ts'
import { nameChange } from './description.ts'
import { diffConfigs, type FieldDiff, type FieldValue, toValue } from './diffFields.ts'
import type { Change, MarketConfig } from './document.ts'
import type { EvidenceDiff } from './evidenceDiff.ts'
import { vectorSpecs } from './fields.ts'
import { formatMarket } from './marketNames.ts'
import { diffRemote, type RemoteDiff, type RemoteStanding } from './remote/diffRemote.ts'
import { isRemote } from './remote/remoteChange.ts'

/** What the model makes of one field of one observation, before and after a change. */
export interface TargetDiff {
  field: ParameterField
  /** As in documents: `band`. */
  name: string
  /** What the model returns; `from` is undefined for a market that is added. */
  from?: FieldValue
  to: FieldValue
  /** The same within min and max: where the value in force ends up in the long run. */
  boundedFrom?: FieldValue
  boundedTo: FieldValue
}

/** What the model makes of one observation, before and after a change. */
export interface ModelDiff {
  occasion: 'latest' | 'worst hour'
  targets: readonly TargetDiff[]
}

/** What one change does. */
export interface MarketDiff {
  /** Which change of the proposal, 0 the first. */
  index: number
  change: Change['change']
  /** What it does, in words. */
  label: string
  rationale: string
  /** Undefined for a change of the model, which may be one of several markets. */
  market?: Hex
  /** Only what changes. */
  fields: readonly FieldDiff[]
  /**
   * For changes of policy and bounds and for new markets, and for observations that were given. Empty for a market
   * whose model is another than the core at hand.
   */
  model: readonly ModelDiff[]
  /** Where a change on another chain takes effect; undefined for one on this chain. */
  remote?: RemoteDiff
  /** For changes of reporters and source and for new markets, where somebody has asked the contracts. */
  evidence?: EvidenceDiff
}

export interface DiffOptions {
  core: Pick<Core, 'evaluate' | 'hash'>
  /** Of the model that is compiled into RiskParameters; without it, that of `core`. */
  standardCoreHash?: Hex
  /** The latest observation of each market, by its id. */
  latest?: ReadonlyMap<Hex, Observation>
  /** The observation of the worst recorded hour of each market. */
  worstHour?: ReadonlyMap<Hex, Observation>
  /** What is known of other chains, by their ids. */
  remotes?: ReadonlyMap<bigint, RemoteStanding>
}

/**
 * What a proposal changes, change by change: each is compared with what the changes before it leave.
 *
 * @param document - A document, or a decoded proposal: calls that cannot be decoded are left out.
 * @param current - The configuration of each market that there is; a change of another one has no fields.
 * @throws OutOfDomainError for an observation or a policy that the model refuses.
 */
export function diffProposal(
  { changes }: { changes: readonly (Change | UnknownCall)[] },
  current: ReadonlyMap<Hex, MarketConfig>,
  options: DiffOptions,
): MarketDiff[] {
  const markets = new Map(current)
  return changes.flatMap((change, index): MarketDiff[] => {
    if (change.change === 'unknown') return []
    const { change: kind, rationale } = change
    const head = { index, change: kind, label: nameChange(change), rationale }
    if (isRemote(change)) {
      return [{ ...head, ...diffRemote(change, options.remotes?.get(change.chainId)) }]
    }
    if (change.change === 'model') {
      return [{ ...head, fields: diffModel(markets, change), model: [] }]
    }
    const { market } = change
    const from = markets.get(market)
    const to = applyMarketChange(from, change)
    if (to === undefined) return [{ ...head, market, fields: [], model: [] }]
    markets.set(market, to)
    const model = ['policy', 'bounds', 'market'].includes(kind)
      ? evaluateBoth(market, from, to, options)
      : []
    return [{ ...head, market, fields: diffConfigs(from, to), model }]
  })
}

/** The model of each market before and after, which the markets have from then on. */
function diffModel(
  markets: Map<Hex, MarketConfig>,
  change: Extract<Change, { change: 'model' }>,
): FieldDiff[] {
  return listMarkets(change).flatMap((market) => {
    const from = markets.get(market)
    const to = applyMarketChange(from, change)
    if (from === undefined || to === undefined) return []
    markets.set(market, to)
    return diffConfigs(from, to).map((field) => ({
      ...field,
      path: `${formatMarket(market)}.${field.path}`,
      label: `${field.label} of ${formatMarket(market)}`,
    }))
  })
}

function evaluateBoth(
  market: Hex,
  from: MarketConfig | undefined,
  to: MarketConfig,
  options: DiffOptions,
): ModelDiff[] {
  const { core, latest, worstHour } = options
  if ([from, to].some((config) => config && !isEvaluatedByCore(config, options))) return []
  const occasions = { latest, 'worst hour': worstHour } as const
  return (['latest', 'worst hour'] as const).flatMap((occasion): ModelDiff[] => {
    const observation = occasions[occasion]?.get(market)
    if (observation === undefined) return []
    const before = from && core.evaluate(observation, from.policy)
    const after = core.evaluate(observation, to.policy)
    const targets = parameterFields.map((field, index): TargetDiff => {
      const spec = vectorSpecs[index] as (typeof vectorSpecs)[number]
      const old = before?.[field]
      return {
        field,
        name: spec.name,
        to: toValue(spec, after[field]),
        boundedTo: toValue(spec, clamp(after[field], to, field)),
        ...(from &&
          old !== undefined && {
            from: toValue(spec, old),
            boundedFrom: toValue(spec, clamp(old, from, field)),
          }),
      }
    })
    return [{ occasion, targets }]
  })
}

function clamp(
  value: bigint,
  { bounds: { min, max } }: MarketConfig,
  field: ParameterField,
): bigint {
  if (value < min[field]) return min[field]
  return value > max[field] ? max[field] : value
}

/** Whether what the core returns is what the contract computes for a market. */
function isEvaluatedByCore(
  { model, coreHash }: MarketConfig,
  { core, standardCoreHash = core.hash }: DiffOptions,
): boolean {
  return (model === zeroAddress ? standardCoreHash : coreHash) === core.hash
}
