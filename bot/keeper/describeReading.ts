import { formatDuration } from '../../client/formatDuration.ts'
import { formatQuote } from '../../client/vaults/formatQuote.ts'
import { formatAmount } from '../../governance/index.ts'
import type { VaultReading } from './readVault.ts'
import { explainReason } from './vaultWords.ts'

/** What is known of a vault besides what it says is due. */
export interface VaultFacts {
  /** Of the vault's epoch; undefined: it does not tell. */
  epochSec?: bigint | undefined
  /** Decimals of quote; undefined: amounts are left out. */
  decimals?: number | undefined
}

const chores: Readonly<Record<string, string>> = {
  settle: 'what has expired is taken in',
  roll: 'what follows the expiry is opened',
  recentre: 'its range is put around the price anew',
  order: 'its trade is offered to whoever fills it',
  'top-up': 'idle quote is put into a margin that is running short',
  close: 'an order that was filled, or has had its time, is taken in',
}

/** What a vault would do now, or the first reason why not: one line. */
export function describeReading(reading: VaultReading, facts: VaultFacts = {}): string {
  const { action, reason, driftPips, bandPips } = reading
  const drift = formatAmount(driftPips, 'pips')
  const band = formatAmount(bandPips, 'pips')
  switch (action) {
    case 'none':
      break
    case 'trade':
      return `a trade is due: the drift of ${drift} is outside the band of ${band}${describeSize(reading, facts)}`
    case 'cut':
      return `a cut is due, which does not wait: the drift is ${drift}${describeSize(reading, facts)}`
    default:
      return `${action} is due: ${chores[action] ?? 'this release has no words for it'}`
  }
  const where = `the drift of ${drift} is ${reason === 'inside-band' ? 'inside' : 'outside'} the band of ${band}`
  switch (reason) {
    case 'inside-band':
      return `nothing is due: ${where}`
    case 'too-soon':
      return `nothing is due: ${where}, but ${describeWait(reading, facts)}`
    case 'trade-too-small':
      return `nothing is due: ${where}, but ${explainReason(reason)}`
    default:
      return `nothing is due: ${explainReason(reason)}`
  }
}

/** What is left of a vault's epoch, seconds; undefined where it does not tell the epoch. */
export function computeEpochLeftSec(
  { elapsedSec }: VaultReading,
  { epochSec }: VaultFacts,
): bigint | undefined {
  if (epochSec === undefined) return undefined
  return epochSec > elapsedSec ? epochSec - elapsedSec : 0n
}

function describeSize(
  { tradeQuote, returnPips, action }: VaultReading,
  { decimals }: VaultFacts,
): string {
  const isUp = tradeQuote > 0n
  const size = isUp ? tradeQuote : -tradeQuote
  const amount = decimals === undefined ? '' : ` by ${formatQuote(size, { decimals })}`
  const goal = action === 'trade' ? `, no further than to ${formatAmount(returnPips, 'pips')}` : ''
  return `; it changes the exposure ${isUp ? 'up' : 'down'}${amount}${goal}`
}

function describeWait(reading: VaultReading, facts: VaultFacts): string {
  const leftSec = computeEpochLeftSec(reading, facts)
  if (leftSec === 0n) return 'it traded in this very second'
  if (leftSec === undefined) return explainReason('too-soon')
  const ago = formatDuration(reading.elapsedSec)
  return `its last trade was ${ago} ago, and ${formatDuration(leftSec)} of its epoch are left`
}
