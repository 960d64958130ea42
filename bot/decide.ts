import type { Hex } from 'viem'
import {
  type Bounds,
  type BoundsOutcome,
  ClockBackwardsError,
  type Core,
  type Limit,
  type Loosening,
  type Observation,
  OutOfDomainError,
  type ParameterField,
  type Parameters,
  type Policy,
  parameterFields,
} from '../core/index.ts'
import { describeMoves, isLooser } from '../governance/index.ts'
import { computeDeviations } from './deviations.ts'

/** When a push is worth its fee. */
export interface DecideSettings {
  /**
   * A loosening counts from more than this share of the value in force, 1e6 = 100 %; 0 to 999,999. Tightening knows
   * no dead-band.
   */
  deadBandPips: bigint
  /** A value whose evidence is this old is confirmed, seconds; below the market's `maxAgeSec`. */
  heartbeatSec: bigint
  /** A closing block older than this says too little about now, seconds. */
  maxObservationAgeSec: bigint
}

/** What a market holds besides what was voted: `MarketState` of RiskParameters. */
export interface MarketState {
  /** The vector from which the next push steps; the fallback until there is evidence. */
  values: Parameters
  /** Latest time at which the evidence can have been taken, unix seconds; 0: no evidence yet. */
  observedAt: bigint
  /** Of the latest evidence: the next report's has to be higher. */
  epoch: bigint
  isHalted: boolean
  isOnFallback: boolean
  loosening: Loosening
}

/** An observation with its closing block's time, unix seconds, and epoch. */
export interface Evidence {
  observation: Observation
  blockAt: bigint
  epoch: bigint
}

export interface DecideInput {
  core: Core
  /** The hash of the algorithm that RiskParameters records. */
  coreHash: Hex
  /** Without: the sources have none. */
  evidence?: Evidence | undefined
  /** Why the sources have none, in words. */
  absence?: string | undefined
  /** How two sources contradict each other about one block, in words. */
  contradiction?: string | undefined
  policy: Policy
  bounds: Bounds
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
  /** How far `next` is from the value in force: `computeDeviations`. */
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
    'epoch-counted',
    'out-of-domain',
    'impact-above-cap',
    'within-dead-band',
  ],
  push: ['first-value', 'tightening', 'heartbeat', 'loosening'],
  halt: ['contradiction', 'core-hash-differs'],
} as const
export type HoldReason = (typeof decisionReasons.hold)[number]
export type PushReason = (typeof decisionReasons.push)[number]
export type HaltReason = (typeof decisionReasons.halt)[number]

/**
 * `detail` is one line for a log. `outlook` is there as soon as it could be computed. `reason` of a push is why it is worth
 * its fee; `label` is the same for people, and says so where a push tightens and loosens at once.
 */
export type Decision =
  | { type: 'hold'; reason: HoldReason; detail: string; outlook?: Outlook }
  | { type: 'push'; reason: PushReason; label: string; detail: string; outlook: Outlook }
  | { type: 'halt'; reason: HaltReason; detail: string }

const MILLION = 1_000_000n

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

  const { blockAt, epoch } = evidence
  const ageSec = nowAt - blockAt
  if (ageSec < 0n)
    return hold('clock-behind', `the time is ${nowAt}, the observation is of ${blockAt}`)
  if (ageSec > settings.maxObservationAgeSec) {
    const limit = `allowed are ${settings.maxObservationAgeSec} s`
    return hold('observation-stale', `the observation is ${ageSec} s old, ${limit}`)
  }
  // Without evidence the epoch says nothing; the contract then takes any above zero.
  if (epoch <= state.epoch) {
    return hold('epoch-counted', `epoch ${epoch} is not above ${state.epoch}, which has counted`)
  }
  return weigh(input, state, evidence)
}

function weigh(input: DecideInput, state: MarketState, evidence: Evidence): Decision {
  const { nowAt, settings, policy } = input
  const outlook = computeOutlook(input, state, evidence.observation)
  if (outlook instanceof OutOfDomainError) return hold('out-of-domain', outlook.message)
  if (outlook instanceof ClockBackwardsError) return hold('clock-behind', outlook.message)

  const { next, limits, deviations } = outlook
  const { depthUsd6 } = evidence.observation
  const { slippageCapPips } = policy
  // MarketRules.validateVector: the contract would refuse the vector as a whole.
  if (next.maxTradeUsd6 * (MILLION - slippageCapPips) > depthUsd6 * slippageCapPips) {
    const detail = `a trade of ${next.maxTradeUsd6} at a depth of ${depthUsd6} is above the cap of ${slippageCapPips}`
    return { type: 'hold', reason: 'impact-above-cap', detail, outlook }
  }

  const push = (reason: PushReason, detail: string): Decision => {
    const isMove = reason === 'tightening' || reason === 'loosening'
    const label = isMove ? describeMoves(state.values, next) : reason
    return { type: 'push', reason, label, detail, outlook }
  }
  if (state.observedAt === 0n) return push('first-value', 'the market has no evidence yet')
  const moved = parameterFields.filter((field) => next[field] !== state.values[field])
  const describe = (field: ParameterField) => `${field} ${state.values[field]} -> ${next[field]}`

  const isTightening = moved.some((field) => !isLooser(field, state.values[field], next[field]))
  if (isTightening) return push('tightening', moved.map(describe).join(', '))
  const valueAgeSec = nowAt - state.observedAt
  if (valueAgeSec >= settings.heartbeatSec) {
    return push('heartbeat', `the value in force is ${valueAgeSec} s old`)
  }
  const isWorthIt = (field: ParameterField) =>
    isFullStep(limits[field]) || deviations[field] > settings.deadBandPips
  const loosening = moved.filter(isWorthIt)
  if (loosening.length > 0) return push('loosening', loosening.map(describe).join(', '))
  const detail = `no field would move by more than ${settings.deadBandPips} pips`
  return { type: 'hold', reason: 'within-dead-band', detail, outlook }
}

// Voters may allow steps smaller than the dead-band. A target further away than a step is worth each of them; what
// budget or cooldown leave over waits until it adds up.
function isFullStep(limit: Limit): boolean {
  return limit === 'step'
}

function computeOutlook(
  { core, policy, bounds, nowAt }: DecideInput,
  { values, loosening }: MarketState,
  observation: Observation,
): Outlook | OutOfDomainError | ClockBackwardsError {
  try {
    const target = core.evaluate(observation, policy)
    const { next, limits } = core.applyBounds({
      current: values,
      target,
      bounds,
      loosening,
      nowAt,
    })
    return { target, next, limits, deviations: computeDeviations(values, next) }
  } catch (error) {
    if (error instanceof OutOfDomainError || error instanceof ClockBackwardsError) return error
    throw error
  }
}

function hold(reason: HoldReason, detail: string): Decision {
  return { type: 'hold', reason, detail }
}
