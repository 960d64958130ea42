import { isAddressEqual } from 'viem'
import { describeVotes } from '../../client/explainPower.ts'
import { formatEther } from '../../client/formatEther.ts'
import { formatUtc } from '../../client/formatUtc.ts'
import type { Delegator } from '../../client/readDelegators.ts'
import type { Holding } from '../../client/readHolding.ts'
import type { OpenVote } from '../../client/readOpenVotes.ts'
import { cutText, showText } from '../../core/index.ts'
import { formatVotes, shortenId } from '../../governance/index.ts'
import { fitLines } from '../io/fitLines.ts'

/** An account as a voter wants to know it. */
export interface AccountPage extends Holding {
  /** Accounts that delegate to it. */
  delegators: readonly Delegator[]
  proposals: readonly OpenVote[]
  /** What to do where it has no votes. */
  advice: readonly string[]
}

/** Delegators that are listed; the rest is added up. */
const MAX_DELEGATORS = 10

/** The page as lines of at most `columns`; of a title as much as fits. */
export function formatAccount(page: AccountPage, columns: number): string[] {
  const { account, etherWei, tokens, votes, proposals, advice } = page
  const line = (name: string, text: string) => `${name.padEnd(10)} ${text}`
  const lines = [
    line('account', account),
    line('ether', formatEther(etherWei, 'down').replace(' ether', '')),
    line('tokens', formatVotes(tokens)),
    line('delegate', nameDelegate(page)),
    line('votes now', votes === 0n ? '0' : `${formatVotes(votes)} (${describeVotes(page)})`),
    ...listDelegators(page),
    ...proposals.flatMap((vote) => formatVote(vote, columns)),
    ...(proposals.length === 0 ? [line('proposals', 'no proposal is open')] : []),
    ...advice.map((text) => `!! ${text}`),
  ]
  return fitLines(lines, columns)
}

function nameDelegate({ account, delegate }: Holding): string {
  if (delegate === undefined) return 'nobody'
  return isAddressEqual(delegate, account) ? 'itself' : delegate
}

function listDelegators({ delegators, votesOfOthers }: AccountPage): string[] {
  const listed = delegators.slice(0, MAX_DELEGATORS)
  const rest = listed.reduce((left, { tokens }) => left - tokens, votesOfOthers)
  return [
    ...listed.map(({ account, tokens }) => `  ${formatVotes(tokens)} from ${account}`),
    ...(rest > 0n ? [`  ${formatVotes(rest)} from others`] : []),
  ]
}

function formatVote(vote: OpenVote, columns: number): string[] {
  const { id, state, title, votes, isProvisional, hasVoted, voteStartAt, voteEndAt } = vote
  const when = isProvisional
    ? `now; those at ${formatUtc(voteStartAt)} count, when the vote begins`
    : `as of ${formatUtc(voteStartAt)}; the vote ends at ${formatUtc(voteEndAt)}`
  const voted = hasVoted ? '; it has voted' : ''
  const head = `${state.padEnd(10)} ${shortenId(id)}  `
  return [
    `${head}${cutText(showText(title), Math.max(10, columns - head.length))}`,
    `  ${formatVotes(votes)} votes ${when}${voted}`,
  ]
}
