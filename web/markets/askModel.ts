import { computeOutlook, type Outlook } from '../../client/computeOutlook.ts'
import type { Core } from '../../core/core.ts'
import { OutOfDomainError } from '../../core/errors.ts'
import {
  type Observation,
  type ParameterField,
  type Parameters,
  type Policy,
  parameterFields,
  policyFields,
} from '../../core/fields.ts'
import { isImpactAboveCap } from '../../governance/isImpactAboveCap.ts'
import type { LatestObservation, LatestOfMarket } from '../../query/index.ts'
import type { MarketNow } from '../data/useMarkets.ts'

/** What the index's own target is beside that of the core, under the policy that the index computed with. */
export type Agreement =
  | { type: 'equal' }
  | { type: 'differs'; fields: readonly ParameterField[] }
  /** One of the two refuses the observation, the other does not. */
  | { type: 'refusal-differs' }

/** What the model asks for now, by the core of this site, from the latest observation of the index. */
export interface Asked {
  source: LatestObservation
  agreement: Agreement
  /** Voters have changed the policy since: the target is of the policy in force, the index's of the one before. */
  isPolicyNewer: boolean
  /** The same evidence has counted already, or newer one: the next push brings a newer observation. */
  hasCounted: boolean
  /** The contract takes no evidence that is this old. */
  isTooOld: boolean
  /** The contract would refuse what the bounds leave of the target: such a trade moves the price by more than voters allow. */
  isImpactAboveCap: boolean
  outlook: Outlook
}

/** Why what the model asks for is not known, in sentences. */
export interface NotAsked {
  reason: string
  agreement?: Agreement
}

/**
 * What the model asks of a market, computed from the index's latest observation.
 *
 * @param latest - What the index knows of the market; undefined: nothing.
 * @param nowAt - Time of the block that a push would be in, Unix seconds.
 */
export function askModel(
  core: Core,
  market: MarketNow,
  latest: LatestOfMarket | undefined,
  nowAt: bigint,
): Asked | NotAsked {
  const { config, coreHash, inForce } = market
  if (latest === undefined) return { reason: 'The index does not know this market yet.' }
  const { observation: source } = latest
  if (source === undefined) return { reason: describeGap(latest.gap) }
  if (coreHash.toLowerCase() !== core.hash) {
    return {
      reason: `Voters chose a model of which this site does not have the core (${coreHash}), so nothing can be computed here.`,
    }
  }
  const { observation, observedAt, policy } = source
  const agreement = compareTargets(core, source)
  const { state } = inForce
  const outlook = computeOutlook({ core, config, state, observation, observedAt, nowAt })
  if (outlook instanceof Error) {
    return { reason: `The model refuses the latest observation: ${outlook.message}.`, agreement }
  }
  return {
    source,
    agreement,
    isPolicyNewer: policyFields.some((field) => policy[field] !== config.policy[field]),
    hasCounted: observedAt <= state.observedAt,
    isTooOld: nowAt - observedAt > config.freshness.reportAgeSec,
    isImpactAboveCap: isImpactAboveCap(
      outlook.outcome.next.maxTradeUsd,
      observation.depthUsd6,
      config.policy.slippageCapPips,
    ),
    outlook,
  }
}

function compareTargets(core: Core, { observation, policy, target }: LatestObservation): Agreement {
  const own = evaluate(core, observation, policy)
  if (own === undefined && target === undefined) return { type: 'equal' }
  if (own === undefined || target === undefined) return { type: 'refusal-differs' }
  const fields = parameterFields.filter((field) => own[field] !== target[field])
  return fields.length === 0 ? { type: 'equal' } : { type: 'differs', fields }
}

function evaluate(core: Core, observation: Observation, policy: Policy): Parameters | undefined {
  try {
    return core.evaluate(observation, policy)
  } catch (error) {
    if (error instanceof OutOfDomainError) return undefined
    throw error
  }
}

const gaps: Readonly<Record<string, string>> = {
  TOO_FEW_SEGMENTS: 'fewer than 15 segments of two minutes have passed since its source was set',
  NO_VARIANCE:
    'no full hour has passed since its source was set, and no variance was voted to start from',
  NO_PORTFOLIO: 'its source names no portfolio',
  PORTFOLIO_REVERTED: 'its portfolio does not tell its figures',
  ORACLE_REVERTED: 'the gas price oracle does not tell the data fee',
}

function describeGap(gap: string | undefined): string {
  const why = gap === undefined ? undefined : gaps[gap]
  return why === undefined
    ? 'The index has no observation of it yet.'
    : `There is no observation of it: ${why}.`
}
