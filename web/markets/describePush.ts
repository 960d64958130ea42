import { assumePushSettings } from '../../backtest/pushSettings.ts'
import { type Limit, limitNames } from '../../core/bounds.ts'
import { type ParameterField, parameterFields } from '../../core/fields.ts'
import { describeMoves } from '../../governance/describeMoves.ts'
import { nameParameter } from '../../governance/diffVectors.ts'
import { findPushReason } from '../../governance/findPushReason.ts'
import type { Push } from '../data/history/pushes.ts'
import type { PushContext } from '../data/history/replayMarket.ts'

/** Why somebody sent a push. */
export interface PushWhy {
  text: string
  /** It follows from the rules by which replicas decide; otherwise it only says what moved. */
  isInferred: boolean
}

/**
 * Why a push was sent, as a replica with the usual settings decides: the chain does not tell. Where it would not have sent it,
 * what moved is all there is to say.
 */
export function inferReason(push: Push, context: PushContext | undefined): PushWhy {
  const { oldValues: current, newValues: next, limits } = push
  const moves = describeMoves(current, next)
  if (context === undefined) return { text: moves, isInferred: false }
  const { isAwaitingEvidence, isSameEpoch, valueAgeSec } = context
  const known = Object.fromEntries(
    parameterFields.map((field) => [field, limits[field] ?? 'none']),
  ) as Record<ParameterField, Limit>
  const outlook = { current, next, limits: known, isAwaitingEvidence, isSameEpoch, valueAgeSec }
  const reason = findPushReason(outlook, assumePushSettings(context))
  if (reason === undefined) return { text: moves, isInferred: false }
  if (reason === 'evidence-awaited') return { text: 'evidence was awaited', isInferred: true }
  if (reason === 'heartbeat') return { text: 'heartbeat', isInferred: true }
  return { text: moves, isInferred: true }
}

const limitWords: Readonly<Record<Limit, string>> = {
  none: 'none',
  step: 'step',
  budget: 'budget',
  cooldown: 'cooldown',
  min: 'minimum',
  max: 'maximum',
  epoch: 'epoch',
}

/** Which limits held which parameters: `step: band, guard`; one line each. */
export function listLimits({ limits }: Push): string[] {
  const lines = limitNames
    .filter((limit) => limit !== 'none')
    .map((limit) => {
      const held = parameterFields.filter((field) => limits[field] === limit)
      return held.length === 0
        ? undefined
        : `${limitWords[limit]}: ${held.map(nameParameter).join(', ')}`
    })
  const unknown = parameterFields.filter((field) => limits[field] === undefined)
  return [
    ...lines.filter((line) => line !== undefined),
    ...(unknown.length > 0 ? [`another limit: ${unknown.map(nameParameter).join(', ')}`] : []),
  ]
}

const MILLION = 1_000_000n
const WAD = 10n ** 18n

/** What wei are worth at a price of 1e18 of them, 1e6 = $1: in hundredths of a dollar, as 1e6. */
export function toUsd6(wei: bigint, priceUsd6: bigint): bigint {
  const cent = MILLION / 100n
  return ((wei * priceUsd6) / WAD / cent) * cent
}
