import {
  type Core,
  type Observation,
  OutOfDomainError,
  type Parameters,
  type Policy,
} from '../core/index.ts'
import type { Recording } from '../market/recording.ts'
import { computeObservations } from '../market/recordingSegments.ts'

/** What the model says at the end of one segment. */
export interface ReplayRow {
  /** End of the segment, unix seconds. */
  at: bigint
  observation: Observation
  /** Price of the asset as the observation takes the native coin's: the higher of two medians, 1e6 = $1. */
  assetPriceUsd6: bigint
  target: Parameters
}

/**
 * The model over a whole recording, one row a segment, from the fifteenth on.
 *
 * @param navUsd6 the portfolio that the market steers, 1e6 = $1; held constant. It tells no curvature and no horizon.
 * @throws OutOfDomainError for the first field of the policy or of an observation that the core
 * refuses.
 */
export function evaluateRecording(
  core: Core,
  recording: Recording,
  policy: Policy,
  navUsd6: bigint,
): ReplayRow[] {
  const observed = computeObservations(recording, navUsd6)
  const priced = computeObservations(withAssetPrice(recording), navUsd6)
  const targets = core.evaluateBatch(observed.map(({ observation }) => ({ observation, policy })))
  return observed.map(({ endAt: at, observation }, index) => {
    const target = targets[index] as Parameters | OutOfDomainError
    if (target instanceof OutOfDomainError) throw target
    const assetPriceUsd6 = priced[index]?.observation.nativePriceUsd6 ?? 0n
    return { at, observation, assetPriceUsd6, target }
  })
}

/** The same market with the asset as its native coin: its segments then have the asset's price. */
export function withAssetPrice(recording: Recording): Recording {
  return { ...recording, chain: { ...recording.chain, nativePriceUsd6: undefined } }
}
