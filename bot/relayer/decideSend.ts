import { type Parameters, parameterFields } from '../../core/index.ts'

/** Status of RiskParameters' reader, as contracts number it. */
const ACTIVE = 1
const PIPS = 1_000_000n

export interface HomeReading {
  status: number
  /** Of the evidence where the status is Active; else now. Unix seconds. */
  madeAt: bigint
  values: Parameters
}

export interface AwayReading {
  /** Status of the last message. */
  homeStatus: number
  /** Of the last message, unix seconds; 0: there was none. */
  madeAt: bigint
  isAwaitingEvidence: boolean
  values: Parameters
}

export interface SendSettings {
  /** News that move nothing are sent once they are so much newer, seconds. */
  heartbeatSec: bigint
  /** News that move a field by more than this share of it are sent at once, pips. */
  deviationPips: bigint
}

export type SendReason = 'first' | 'status' | 'awaited' | 'deviation' | 'heartbeat'

/** Why a market's vector should be sent; undefined: the other chain knows enough. */
export function decideSend(
  home: HomeReading,
  away: AwayReading,
  settings: SendSettings,
): SendReason | undefined {
  const { heartbeatSec, deviationPips } = settings
  if (away.madeAt === 0n) return 'first'
  if (home.madeAt <= away.madeAt) return undefined
  if (home.status !== away.homeStatus) return 'status'
  // A market that is held is held: nothing that could be told changes what is read.
  if (home.status !== ACTIVE) return undefined
  if (away.isAwaitingEvidence) return 'awaited'
  const isApart = parameterFields.some((field) => {
    const [ours, theirs] = [home.values[field], away.values[field]]
    const difference = ours > theirs ? ours - theirs : theirs - ours
    return difference * PIPS > theirs * deviationPips
  })
  if (isApart) return 'deviation'
  return home.madeAt - away.madeAt >= heartbeatSec ? 'heartbeat' : undefined
}
