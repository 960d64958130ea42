import { type Address, type Hex, isAddressEqual } from 'viem'
import { computeOutlook, type Outlook as PushOutlook } from '../client/computeOutlook.ts'
import type { MarketState } from '../client/readValues.ts'
import {
  type BoundsOutcome,
  ClockBackwardsError,
  type Core,
  type Observation,
  OutOfDomainError,
  type Parameters,
  parameterFields,
} from '../core/index.ts'
import {
  computeDeviations,
  describeMoves,
  findPushReason,
  isImpactAboveCap,
  type MarketConfig,
  type PushReason,
  type PushSettings,
} from '../governance/index.ts'

/** When a push is worth its fee, and which evidence is fresh enough for one. */
export interface DecideSettings extends PushSettings {
  /** A closing block older than this says too little about now, seconds. */
  maxObservationAgeSec: bigint
}

/** An observation, with its closing block's time, unix seconds, and the market's stored configuration before that block. */
export interface Evidence {
  observation: Observation
  observedAt: bigint
  config: Address
}

export interface DecideInput {
  core: Core
  /** The hash of the market's algorithm that RiskParameters records. */
  coreHash: Hex
  /** Without: the sources have none. */
  evidence?: Evidence | undefined
  /** Why the sources have none, in words. */
  absence?: string | undefined
  /** How two sources contradict each other about one block, in words. */
  contradiction?: string | undefined
  /** What was voted for the market, as of the state. */
  config: Pick<MarketConfig, 'policy' | 'bounds' | 'fallbackVector' | 'freshness'>
  /** Without: the contract does not know the market. */
  state?: MarketState | undefined
  /** Time of the block that a push would be in, unix seconds. */
  nowAt: bigint
  settings: DecideSettings
}

/** The value that the contract would compute from the evidence. */
export interface Outlook extends Pick<BoundsOutcome, 'next' | 'limits'> {
  /** What the model asks for. */
  target: Parameters
  /** What the reader gets without a push: the steps start from it. */
  current: Parameters
  /** How far `next` is from `current`: `computeDeviations`. */
  deviations: Parameters
}

/** Why each kind of decision is taken. */
export const decisionReasons = {
  hold: [
    'unknown-market',
    'market-halted',
    'market-on-fallback',
    'no-observation',
    'observation-stale',
    'clock-behind',
    'evidence-counted',
    'config-changed',
    'out-of-domain',
    'impact-above-cap',
    'within-dead-band',
  ],
  push: ['evidence-awaited', 'tightening', 'heartbeat', 'loosening'] satisfies PushReason[],
  halt: ['contradiction', 'core-hash-differs'],
} as const
export type HoldReason = (typeof decisionReasons.hold)[number]
export type HaltReason = (typeof decisionReasons.halt)[number]

/**
 * `detail` is one line for a log. `outlook` is there as soon as it could be computed. `reason` of a push is why it is worth
 * its fee; `label` is the same for people, and says so where a push tightens and loosens at once.
 */
export type Decision =
  | { type: 'hold'; reason: HoldReason; detail: string; outlook?: Outlook }
  | { type: 'push'; reason: PushReason; label: string; detail: string; outlook: Outlook }
  | { type: 'halt'; reason: HaltReason; detail: string }

/**
 * Whether to send the evidence now. `halt` concerns this bot only, not the market: the bot stops pushing and raises the alarm. The
 * Wasm core computes target and next, so that the value is known before it is sent. Never throws for figures outside
 * a domain: those hold.
 */
export function decide(input: DecideInput): Decision {
  const { core, coreHash, contradiction, state, evidence, nowAt, settings } = input
  if (contradiction !== undefined) {
    return { type: 'halt', reason: 'contradiction', detail: contradiction }
  }
  if (core.hash !== coreHash.toLowerCase()) {
    const detail = `the core here is ${core.hash}, voted is ${coreHash}; install the release that was voted on`
    return { type: 'halt', reason: 'core-hash-differs', detail }
  }
  if (state === undefined) return hold('unknown-market', 'the contract does not know the market')
  if (state.isHalted) return hold('market-halted', 'the guardian has halted the market')
  if (state.isOnFallback) return hold('market-on-fallback', 'the market is on its fallback')
  if (evidence === undefined) {
    return hold('no-observation', input.absence ?? 'the sources have no observation')
  }

  const { observedAt } = evidence
  const ageSec = nowAt - observedAt
  if (ageSec < 0n)
    return hold('clock-behind', `the time is ${nowAt}, the observation is of ${observedAt}`)
  if (ageSec > settings.maxObservationAgeSec) {
    const limit = `allowed are ${settings.maxObservationAgeSec} s`
    return hold('observation-stale', `the observation is ${ageSec} s old, ${limit}`)
  }
  if (observedAt <= state.observedAt) {
    const counted = `evidence of ${state.observedAt} has counted`
    return hold('evidence-counted', `the observation is of ${observedAt}, ${counted}`)
  }
  if (!isAddressEqual(evidence.config, state.config)) {
    const detail = 'voters have changed the configuration since the observed block'
    return hold('config-changed', `${detail}; the next observation is of the new one`)
  }
  return weigh(input, state, evidence)
}

function weigh(input: DecideInput, state: MarketState, evidence: Evidence): Decision {
  const { core, nowAt, settings, config } = input
  const { observation, observedAt } = evidence
  const { slippageCapPips } = config.policy
  const foreseen = computeOutlook({ core, config, state, observation, observedAt, nowAt })
  if (foreseen instanceof OutOfDomainError) return hold('out-of-domain', foreseen.message)
  if (foreseen instanceof ClockBackwardsError) return hold('clock-behind', foreseen.message)

  const outlook = toOutlook(foreseen)
  const { current, next, limits } = outlook
  const { isSameEpoch } = foreseen.input
  const { depthUsd6 } = observation
  if (isImpactAboveCap(next.maxTradeUsd, depthUsd6, slippageCapPips)) {
    const detail = `a trade of $${next.maxTradeUsd} at a depth of ${depthUsd6} is above the cap of ${slippageCapPips}`
    return { type: 'hold', reason: 'impact-above-cap', detail, outlook }
  }

  const { isAwaitingEvidence } = state
  const valueAgeSec = nowAt - state.observedAt
  const moves = { current, next, limits, isAwaitingEvidence, isSameEpoch, valueAgeSec }
  const reason = findPushReason(moves, settings)
  if (reason !== undefined) {
    const isMove = reason === 'tightening' || reason === 'loosening'
    const label = isMove ? describeMoves(current, next) : reason
    const detail = describePush(reason, outlook, valueAgeSec, settings)
    return { type: 'push', reason, label, detail, outlook }
  }
  const within = `would move by more than ${settings.deadBandPips} pips`
  const detail = isSameEpoch
    ? `no field ${within} in an epoch in which only tightening counts any more`
    : `no field ${within}`
  return { type: 'hold', reason: 'within-dead-band', detail, outlook }
}

/** What moves, one line: of a loosening, only what makes it worth its fee. */
function describePush(
  reason: PushReason,
  { current, next, limits, deviations }: Outlook,
  valueAgeSec: bigint,
  { deadBandPips }: DecideSettings,
): string {
  if (reason === 'evidence-awaited') return 'the market is on its fallback until it has evidence'
  if (reason === 'heartbeat') return `the value in force is ${valueAgeSec} s old`
  return parameterFields
    .filter((field) => next[field] !== current[field])
    .filter((field) => {
      const isWorthIt = limits[field] === 'step' || deviations[field] > deadBandPips
      return reason === 'tightening' || isWorthIt
    })
    .map((field) => `${field} ${current[field]} -> ${next[field]}`)
    .join(', ')
}

function toOutlook({ input, outcome }: PushOutlook): Outlook {
  const { target, current } = input
  const { next, limits } = outcome
  return { target, current, next, limits, deviations: computeDeviations(current, next) }
}

function hold(reason: HoldReason, detail: string): Decision {
  return { type: 'hold', reason, detail }
}
