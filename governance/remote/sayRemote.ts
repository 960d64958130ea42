import { formatAmount } from '../units.ts'
import type { RemoteDiff } from './diffRemote.ts'

/** A chain as people read it: `local-2 (chain 31338)`. */
export function nameChain({ chainId, name }: Pick<RemoteDiff, 'chainId' | 'name'>): string {
  return name === undefined ? `chain ${chainId}` : `${name} (chain ${chainId})`
}

/**
 * When a change on another chain takes effect, and who may stop it, in two sentences for people. Which chain it is stands before.
 *
 * @param formatTime - Of Unix seconds.
 */
export function sayRemote(remote: RemoteDiff, formatTime: (at: bigint) => string): string {
  const { delaySec, earliestAt } = remote
  const held =
    delaySec === undefined
      ? 'the timelock there, whose delay is not known here, has passed'
      : `the timelock there has passed (${formatAmount(delaySec, 'sec')})`
  const date = earliestAt === undefined ? '' : `, not before ${formatTime(earliestAt)}`
  return `It takes effect there, not here: once the messages of its execution have arrived and ${held}${date}. Until then the guardian there may cancel it.`
}

/** Which change is for another chain, in a line that stands before everything else. */
export function sayElsewhere(index: number, remote: Pick<RemoteDiff, 'chainId' | 'name'>): string {
  return `>> Change ${index + 1} is for another chain: ${nameChain(remote)}`
}

/** What a change there is compared with. */
export function sayBefore({ before }: Pick<RemoteDiff, 'before'>): string | undefined {
  if (before === 'known') return undefined
  return before === 'none'
    ? 'That chain has no such market yet: all of it is new.'
    : 'What is in force there is not known here, so all of the new settings are shown.'
}
