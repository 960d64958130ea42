import { type BoundsOutcome, type Parameters, parameterFields } from '../core/index.ts'
import { computeDeviation } from './computeDeviations.ts'
import { isLooser } from './describeMoves.ts'

/** When a push is worth its fee. */
export interface PushSettings {
  /**
   * A loosening counts from more than this share of what the reader gets, 1e6 = 100 %; 0 to 999,999. So does a tightening
   * in an epoch that has had its push: the medians move a little with every segment. The first push of an epoch knows
   * no dead-band for what tightens.
   */
  deadBandPips: bigint
  /** A value whose evidence is this old is confirmed, seconds; below the market's `maxAgeSec`. */
  heartbeatSec: bigint
}

/** What a push would do to a market. */
export interface PushOutlook extends Pick<BoundsOutcome, 'next' | 'limits'> {
  /** What the reader gets without a push. */
  current: Parameters
  /** The reader gets the fallback until the next evidence. */
  isAwaitingEvidence: boolean
  /** The market has taken evidence of this epoch. */
  isSameEpoch: boolean
  /** Age of the latest evidence at the time of the push, seconds. */
  valueAgeSec: bigint
}

export type PushReason = 'evidence-awaited' | 'tightening' | 'heartbeat' | 'loosening'

/**
 * Why a push is worth its fee; undefined if it is not: no field would move by more than the dead-band.
 *
 * @example
 * findPushReason({ current, next, limits, isAwaitingEvidence, isSameEpoch, valueAgeSec }, settings)
 */
export function findPushReason(
  { current, next, limits, isAwaitingEvidence, isSameEpoch, valueAgeSec }: PushOutlook,
  { deadBandPips, heartbeatSec }: PushSettings,
): PushReason | undefined {
  if (isAwaitingEvidence) return 'evidence-awaited'
  if (isSameEpoch) return tightensBeyond(current, next, deadBandPips) ? 'tightening' : undefined
  if (tightensBeyond(current, next, 0n)) return 'tightening'
  if (valueAgeSec >= heartbeatSec) return 'heartbeat'
  // Voters may allow steps smaller than the dead-band. A target further away than a step is worth each of them; what
  // budget or cooldown leave over waits until it adds up.
  const isWorthIt = parameterFields.some((field) => {
    const isFullStep = limits[field] === 'step' && next[field] !== current[field]
    return isFullStep || computeDeviation(current[field], next[field]) > deadBandPips
  })
  return isWorthIt ? 'loosening' : undefined
}

/**
 * Whether any field of a vector is tighter than that of another by more than a share of it, 1e6 = 100 %. Where a target is not, neither
 * is what the bounds make of it.
 */
export function tightensBeyond(from: Parameters, to: Parameters, pips: bigint): boolean {
  for (const field of parameterFields) {
    if (from[field] === to[field] || isLooser(field, from[field], to[field])) continue
    if (computeDeviation(from[field], to[field]) > pips) return true
  }
  return false
}
