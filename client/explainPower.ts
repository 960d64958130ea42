import { type Address, isAddressEqual } from 'viem'
import { formatVotes } from '../governance/index.ts'
import { formatUtc } from './formatUtc.ts'
import type { Holding } from './readHolding.ts'
import type { VotingPower } from './readVotingPower.ts'

/** How one delegates where the explanation is read: on a command line, or on a page. */
export interface DelegationWords {
  /** What an account's holders do, after "ask a holder to". */
  toAccount: (account: Address) => string
  /** What the account itself does: the beginning of "... gives them to itself". */
  toItself: (account: Address) => string
}

/** On the command line. */
const commandWords: DelegationWords = {
  toAccount: (account) => `\`gimbal delegate ${account} --yes\``,
  toItself: (account) => `\`gimbal delegate ${account} --yes\` as ${account}`,
}

/** Why an account has no votes now, and what gives it some; undefined if it has some. */
export function explainNoVotes(
  { account, tokens, delegate, votes }: Holding,
  words: DelegationWords = commandWords,
): string | undefined {
  if (votes > 0n) return undefined
  if (tokens === 0n) {
    return `${account} holds no tokens, and nobody has delegated votes to it; get tokens and delegate them to it, or ask a holder to ${words.toAccount(account)}`
  }
  const held = `${account} holds ${formatVotes(tokens)} tokens`
  const wayOn = words.toItself(account)
  if (delegate === undefined) {
    return `${held}, but nobody may cast their votes: it has no delegate; ${wayOn} gives them to itself`
  }
  return `${held}, but their votes are with its delegate ${delegate}; ${wayOn} takes them back`
}

/** Why the vote of an account on one proposal would count for nothing, and what to do. */
export function explainNoPower(
  holding: Holding,
  { isProvisional }: VotingPower,
  voteStartAt: bigint,
  words: DelegationWords = commandWords,
): string {
  const { account, votes } = holding
  const at = formatUtc(voteStartAt)
  if (votes > 0n) {
    return `${account} has ${formatVotes(votes)} votes now, but had none at ${at}, when the vote on this proposal began; they count for proposals whose vote begins later`
  }
  const effect = isProvisional
    ? `done before ${at}, when the vote begins, it counts for this proposal`
    : `it counts for proposals whose vote begins later, and not for this one, whose vote began at ${at}`
  return `${explainNoVotes(holding, words)}; ${effect}`
}

/** Says whether the present votes of an account come from its own tokens, from other accounts, or both. */
export function describeVotes({
  account,
  delegate,
  tokens,
  votes,
  votesOfOthers,
}: Holding): string {
  if (votes === 0n) return 'none'
  const own = delegate !== undefined && isAddressEqual(delegate, account) ? tokens : 0n
  if (votesOfOthers === 0n) return 'all of its own tokens'
  if (own === 0n) return 'all delegated to it by others'
  return `${formatVotes(own)} of its own tokens, ${formatVotes(votesOfOthers)} delegated to it by others`
}
