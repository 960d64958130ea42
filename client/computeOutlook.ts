import type { BoundsCase, BoundsOutcome } from '../core/bounds.ts'
import type { Core } from '../core/core.ts'
import { ClockBackwardsError, OutOfDomainError } from '../core/errors.ts'
import type { Observation } from '../core/fields.ts'
import type { MarketConfig } from '../governance/document.ts'
import { type MarketState, readValues } from './readValues.ts'

/** What a push of an observation would meet. */
export interface OutlookInput {
  core: Core
  /** What was voted for the market, as of the state. */
  config: Pick<MarketConfig, 'policy' | 'bounds' | 'fallbackVector' | 'freshness'>
  state: MarketState
  observation: Observation
  /** Time of the observation's closing block, unix seconds. */
  observedAt: bigint
  /** Time of the block that the push would be in, unix seconds. */
  nowAt: bigint
}

/** The value that the contract would make of the observation. */
export interface Outlook {
  /** What the bounds would be applied to: `current` is what the reader gets without a push, `target` what the model asks for. */
  input: BoundsCase
  outcome: BoundsOutcome
}

/**
 * What the contract would make of an observation, computed by the core from the market's state.
 *
 * @returns the core's error where it refuses a figure or the clock.
 */
export function computeOutlook({
  core,
  config,
  state,
  observation,
  observedAt,
  nowAt,
}: OutlookInput): Outlook | OutOfDomainError | ClockBackwardsError {
  const { bounds, policy } = config
  const { loosening } = state
  try {
    const target = core.evaluate(observation, policy)
    const { values: current } = readValues(state, config, nowAt)
    const isSameEpoch = isEpochTaken(policy.epochSec, state.observedAt, observedAt)
    const input = { current, target, bounds, loosening, nowAt, isSameEpoch }
    return { input, outcome: core.applyBounds(input) }
  } catch (error) {
    if (error instanceof OutOfDomainError || error instanceof ClockBackwardsError) return error
    throw error
  }
}

/**
 * Whether evidence of an epoch has counted already.
 *
 * @param lastAt - Time of the evidence that counted last, unix seconds; 0: there was none.
 * @param observedAt - Time of the evidence in question, unix seconds.
 */
export function isEpochTaken(epochSec: bigint, lastAt: bigint, observedAt: bigint): boolean {
  return lastAt > 0n && observedAt / epochSec <= lastAt / epochSec
}
